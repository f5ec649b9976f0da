/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Formulas of the scores: pure functions of their arguments, without clock, randomness, I/O or
 * Spring.
 */
@NullMarked
package io.signalharvester.app.scoring;

import org.jspecify.annotations.NullMarked;
