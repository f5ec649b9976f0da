/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Corpus statistics: in how many artifacts a word or a pair of words occurs, counted in one pass,
 * kept as a version and read by the formulas that ask what is rare.
 */
@NullMarked
package io.signalharvester.app.corpus;

import org.jspecify.annotations.NullMarked;
