/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The pods of the new revision start beside those that serve. */
record Starting(String candidate, Instant since) implements RolloutState {

  @Override
  public Optional<String> revision() {
    return Optional.of(candidate);
  }

  @Override
  public Upkeep upkeep() {
    return Upkeep.PODS;
  }

  @Override
  public RolloutState next(Facts facts) {
    if (facts.paused()) {
      return new Holding(this, RolloutState.seconds(facts.now()));
    }
    return new StartOfPods(candidate, since)
        .ended(facts)
        .orElseGet(() ->
            facts.pods().ready()
                ? new Checking(candidate, RolloutState.seconds(facts.now()))
                : this);
  }

  @Override
  public Optional<Statement> statement(Facts facts) {
    return Optional.of(say(facts));
  }

  private Statement say(Facts facts) {
    return new StartOfPods(candidate, since)
        .stalled(facts)
        .orElseGet(() -> Statement.no(Reason.PODS_STARTING, facts.pods().sentence(candidate)));
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
