/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Pure builders and readings of the objects that lead requests to revisions. */
@NullMarked
package io.signalharvester.operator.traffic;

import org.jspecify.annotations.NullMarked;
