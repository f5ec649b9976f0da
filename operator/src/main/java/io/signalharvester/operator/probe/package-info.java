/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Asks the data plane itself where it sends requests; what it is told is a part of what is
 * observed.
 */
@NullMarked
package io.signalharvester.operator.probe;

import org.jspecify.annotations.NullMarked;
