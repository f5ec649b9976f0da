/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The image itself says, in a Job, whether it understands the settings and which schema it needs.
 * Until it has said so, nothing of it is started.
 */
record Preparing(String candidate, Instant since) implements RolloutState {

  @Override
  public Optional<String> revision() {
    return Optional.of(candidate);
  }

  @Override
  public Upkeep upkeep() {
    return Upkeep.QUESTION;
  }

  @Override
  public RolloutState next(Facts facts) {
    if (facts.paused()) {
      return new Holding(this, RolloutState.seconds(facts.now()));
    }
    if (!candidate.equals(facts.wanted())) {
      return new Idle();
    }
    return facts.plan().done() && facts.storesMissing().isEmpty()
        ? new Expanding(candidate, RolloutState.seconds(facts.now()))
        : this;
  }

  @Override
  public Optional<Statement> statement(Facts facts) {
    return Optional.of(say(facts));
  }

  private Statement say(Facts facts) {
    if (facts.plan().failed()) {
      return Statement.stalled(
          Reason.PLAN_REFUSED,
          "the image does not serve with this spec%s; change the spec, or delete the Job to ask again"
              .formatted(facts.plan().because()));
    }
    if (facts.storesMissing().isPresent()) {
      return Statement.no(Reason.STORES_STARTING, facts.storesMissing().get());
    }
    String asked = "the image of revision %s is asked what it needs".formatted(candidate);
    return facts.overdue(since)
        ? Statement.stalled(
            Reason.PLAN_OVERDUE,
            "%s and has not answered within %d s%s; correct the spec, or mend what the message names"
                .formatted(asked, facts.deadline().toSeconds(), facts.plan().because()))
        : Statement.no(Reason.PREPARING, asked + facts.plan().because());
  }

  @Override
  public Optional<Duration> wakeUp(Facts facts) {
    return facts.overdue(since) ? Optional.empty() : Optional.of(facts.left(since));
  }

  @Override
  public Optional<RolloutStatus> record(Facts facts) {
    return Optional.of(StateRecord.open(this, candidate, since, say(facts)));
  }
}
