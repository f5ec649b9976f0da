/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What every step outside the product shares: running programs, digests of what they make, saying
 * how far it is, and failing with a remedy.
 */
@NullMarked
package io.signalharvester.e2e;

import org.jspecify.annotations.NullMarked;
