/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Answers of the operator to the probes of its own pod. */
@NullMarked
package io.signalharvester.operator.health;

import org.jspecify.annotations.NullMarked;
