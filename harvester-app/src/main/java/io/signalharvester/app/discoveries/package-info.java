/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Scored artifacts: the stored scores and the list that clients read. */
@NullMarked
package io.signalharvester.app.discoveries;

import org.jspecify.annotations.NullMarked;
