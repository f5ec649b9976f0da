/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** Pure: what is announced as an event of the resource when something about it changed. */
@NullMarked
package io.signalharvester.operator.event;

import org.jspecify.annotations.NullMarked;
