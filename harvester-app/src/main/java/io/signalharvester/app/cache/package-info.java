/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The cache of replies: its two levels, who may load, and what makes it forget. Nothing here knows
 * what a reply says.
 */
@NullMarked
package io.signalharvester.app.cache;

import org.jspecify.annotations.NullMarked;
