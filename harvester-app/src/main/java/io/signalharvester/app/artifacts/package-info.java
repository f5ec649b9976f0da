/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Collected items, their authors, and the only statements that write them. */
@NullMarked
package io.signalharvester.app.artifacts;

import org.jspecify.annotations.NullMarked;
