/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import java.util.Optional;

/**
 * How far a Job is that runs once for a revision.
 *
 * @param phase how far
 * @param trouble what its pods, or the Job itself, say against it
 */
public record JobReport(Phase phase, Optional<String> trouble) {

  /** How far a Job is. */
  public enum Phase {
    ABSENT,
    RUNNING,
    DONE,
    FAILED
  }

  boolean done() {
    return phase == Phase.DONE;
  }

  boolean failed() {
    return phase == Phase.FAILED;
  }

  /** The trouble as the end of a sentence. */
  String because() {
    return trouble.map(text -> "; " + text).orElse("");
  }
}
