/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The states of a rollout, one class each: what it keeps up, what it waits for, what it says and
 * what follows. Pure: a state is read from status and from facts, and kept nowhere else.
 */
@NullMarked
package io.signalharvester.operator.rollout;

import org.jspecify.annotations.NullMarked;
