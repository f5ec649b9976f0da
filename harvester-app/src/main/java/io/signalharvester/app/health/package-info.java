/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Liveness, readiness and start-up: what is checked, how often, and what the probes are told. */
@NullMarked
package io.signalharvester.app.health;

import org.jspecify.annotations.NullMarked;
