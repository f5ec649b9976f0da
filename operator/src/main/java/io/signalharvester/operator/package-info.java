/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** The program itself: it wires the packages below and starts them. */
@NullMarked
package io.signalharvester.operator;

import org.jspecify.annotations.NullMarked;
