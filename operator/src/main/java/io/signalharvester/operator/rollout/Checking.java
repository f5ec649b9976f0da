/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The new pods must stay Ready for a while before requests are taken from those that serve: some
 * programs fall only after they called themselves ready. Where nothing serves, nothing is risked.
 */
record Checking(String candidate, Instant since) implements RolloutState {

  /** Twice the period of the readiness probe. */
  private static final Duration STEADY = Duration.ofSeconds(10);

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
    Optional<RolloutState> ended = new StartOfPods(candidate, since).ended(facts);
    if (ended.isPresent()) {
      return ended.get();
    }
    if (!facts.pods().ready()) {
      return new Starting(candidate, since);
    }
    return steady(facts)
        ? new Promoting(candidate, RolloutState.seconds(facts.now()), null, null)
        : this;
  }

  private boolean steady(Facts facts) {
    return facts.stable().isEmpty() || !facts.now().isBefore(since.plus(STEADY));
  }

  @Override
  public Optional<Statement> statement(Facts facts) {
    return Optional.of(say(facts));
  }

  private Statement say(Facts facts) {
    return new StartOfPods(candidate, since)
        .stalled(facts)
        .orElseGet(() ->
            Statement.no(
                Reason.CHECKING,
                "all pods of revision %s must stay Ready for %d s"
                    .formatted(candidate, STEADY.toSeconds())));
  }

  @Override
  public Optional<Duration> wakeUp(Facts facts) {
    return Optional.of(
        steady(facts)
            ? facts.left(since)
            : Duration.between(facts.now(), since.plus(STEADY)).plusMillis(1));
  }

  @Override
  public Optional<RolloutStatus> record(Facts facts) {
    return Optional.of(StateRecord.open(this, candidate, since, say(facts)));
  }
}
