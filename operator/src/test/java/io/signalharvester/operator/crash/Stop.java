/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.crash;

/**
 * Where the operator is stopped, and what another one finds.
 *
 * @param write number of the write since the start or the stop before, from 1
 * @param side before that write, or after it and before its answer was seen
 * @param downtime how long nobody is there
 * @param statusLost the status of the resource is gone too
 */
record Stop(int write, Side side, Downtime downtime, boolean statusLost) {

  enum Side {
    BEFORE,
    AFTER
  }

  enum Downtime {
    /** Another one takes over at once. */
    NONE,
    /** So long that everything that was begun has ended. */
    LONG
  }
}
