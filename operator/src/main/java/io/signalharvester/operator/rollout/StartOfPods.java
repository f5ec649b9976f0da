/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.RolloutVerdict;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import java.time.Instant;
import java.util.Optional;

/**
 * When pods that have never served are given up. With a revision to go back to they go; without one
 * they stay, because a first installation that becomes Ready late is still what was asked for.
 */
record StartOfPods(String candidate, Instant since) {

  /** The end of the attempt, when there is a reason for it. */
  Optional<RolloutState> ended(Facts facts) {
    if (!candidate.equals(facts.wanted())) {
      return Optional.of(back(facts, Reason.SUPERSEDED, "the spec asks for another revision"));
    }
    if (facts.stable().isEmpty()) {
      return Optional.empty();
    }
    return failure(facts).map(message -> back(facts, Reason.START_FAILED, message));
  }

  /** What is said when it failed and there is nothing to go back to. */
  Optional<Statement> stalled(Facts facts) {
    return facts.stable().isPresent()
        ? Optional.empty()
        : failure(facts)
            .map(message ->
                Statement.stalled(
                    Reason.START_FAILED,
                    message + "; correct the spec, or mend what the message names"));
  }

  private Optional<String> failure(Facts facts) {
    if (facts.pods().crashing()) {
      return Optional.of("pods end again and again: " + facts.pods().sentence(candidate));
    }
    // Pods that are Ready at last are not given up for the time that they took.
    return facts.overdue(since) && !facts.pods().ready()
        ? Optional.of(
            "not Ready within %d s: %s"
                .formatted(facts.deadline().toSeconds(), facts.pods().sentence(candidate)))
        : Optional.empty();
  }

  private RolloutState back(Facts facts, Reason reason, String message) {
    return new RollingBack(
        candidate,
        RolloutState.seconds(facts.now()),
        new RolloutVerdict(reason.text(), StateRecord.cut(message)));
  }
}
