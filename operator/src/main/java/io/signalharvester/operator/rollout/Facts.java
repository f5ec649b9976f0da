/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.status.Exposure;
import io.signalharvester.operator.traffic.ProbeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the next state depends on. Jobs and pods are those of the revision in question.
 *
 * @param wanted revision that the spec asks for
 * @param stable revision that is on record as the serving one
 * @param paused nothing may be changed
 * @param retry a person asks for the failed revision again
 * @param storesMissing what of the stores does not answer yet, as a sentence
 * @param plan the Job in which the image says what it needs
 * @param schema the Job that brings the schema to it
 * @param pods its API pods
 * @param others pods of a revision that is neither stable nor wanted are there
 * @param exposure how the Gateways took the route
 * @param proof how it is shown that requests go where the route says
 * @param probes what a gateway was seen to do, when it was asked in this pass
 * @param deadline longest time in a state that waits
 * @param now time of the pass
 */
public record Facts(
    String wanted,
    Optional<String> stable,
    boolean paused,
    boolean retry,
    Optional<String> storesMissing,
    JobReport plan,
    JobReport schema,
    PodReport pods,
    boolean others,
    Exposure exposure,
    Settled.Proof proof,
    Optional<ProbeReport> probes,
    Duration deadline,
    Instant now) {

  boolean serves(String revision) {
    return stable.filter(revision::equals).isPresent();
  }

  /** What the spec asks for serves. */
  boolean current() {
    return serves(wanted);
  }

  boolean overdue(Instant since) {
    return now.isAfter(since.plus(deadline));
  }

  /** How long until the deadline of a state that began then; a second at least. */
  Duration left(Instant since) {
    Duration left = Duration.between(now, since.plus(deadline)).plusSeconds(1);
    return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
  }
}
