/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** The only writer: compares a plan with the caches and writes what differs. */
@NullMarked
package io.signalharvester.operator.apply;

import org.jspecify.annotations.NullMarked;
