/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Logs: their format, level and target. Metrics: which exist, and where they are kept. */
@NullMarked
package io.signalharvester.app.telemetry;

import org.jspecify.annotations.NullMarked;
