/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Says what an artifact is and what it is about. Matching is pure and knows word lists only; the
 * stores here write classifications and the organisations that artifacts name.
 */
@NullMarked
package io.signalharvester.app.classify;

import org.jspecify.annotations.NullMarked;
