/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A Job adds to the schema what the image needs; what serves goes on working with it. The Job has
 * its own deadline and retries.
 */
record Expanding(String candidate, Instant since) implements RolloutState {

  @Override
  public Optional<String> revision() {
    return Optional.of(candidate);
  }

  @Override
  public Upkeep upkeep() {
    return Upkeep.SCHEMA;
  }

  @Override
  public RolloutState next(Facts facts) {
    if (facts.paused()) {
      return new Holding(this, RolloutState.seconds(facts.now()));
    }
    if (!candidate.equals(facts.wanted())) {
      return new Idle();
    }
    return facts.schema().done()
        ? new Starting(candidate, RolloutState.seconds(facts.now()))
        : this;
  }

  @Override
  public Optional<Statement> statement(Facts facts) {
    return Optional.of(say(facts));
  }

  private static Statement say(Facts facts) {
    return facts.schema().failed()
        ? Statement.stalled(
            Reason.SCHEMA_FAILED,
            "the schema Job failed%s; change the spec, or delete the Job to try again"
                .formatted(facts.schema().because()))
        : Statement.no(
            Reason.SCHEMA_RUNNING,
            "the schema is being brought up to date" + facts.schema().because());
  }

  @Override
  public Optional<Duration> wakeUp(Facts facts) {
    return Optional.empty();
  }

  @Override
  public Optional<RolloutStatus> record(Facts facts) {
    return Optional.of(StateRecord.open(this, candidate, since, say(facts)));
  }
}
