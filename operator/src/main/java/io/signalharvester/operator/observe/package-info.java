/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Reads the informers' caches into one immutable observation; no decision is made here. */
@NullMarked
package io.signalharvester.operator.observe;

import org.jspecify.annotations.NullMarked;
