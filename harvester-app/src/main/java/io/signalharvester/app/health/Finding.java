/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.health;

/**
 * What a check found.
 *
 * @param state how well
 * @param message one sentence without secrets
 */
record Finding(State state, String message) {

  /** How well something is. */
  enum State {
    /** Works. */
    HEALTHY,
    /** Works with less. */
    DEGRADED,
    /** Does not work. */
    UNHEALTHY
  }

  static Finding healthy(String message) {
    return new Finding(State.HEALTHY, message);
  }

  static Finding degraded(String message) {
    return new Finding(State.DEGRADED, message);
  }

  static Finding unhealthy(String message) {
    return new Finding(State.UNHEALTHY, message);
  }
}
