/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Decides, purely, what to write: observation and time in, plan out. */
@NullMarked
package io.signalharvester.operator.plan;

import org.jspecify.annotations.NullMarked;
