/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.HoldingStatus;
import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import java.time.Instant;
import java.util.Optional;

/**
 * A person paused the rollout. It goes on where it was, with its full time: the pause counts
 * against no deadline.
 */
record Holding(RolloutState resumeTo, Instant since) implements RolloutState {

  static final String PAUSED = "Paused";

  @Override
  public Optional<String> revision() {
    return resumeTo.revision();
  }

  @Override
  public Upkeep upkeep() {
    return resumeTo.upkeep();
  }

  @Override
  public RolloutState next(Facts facts) {
    return facts.paused()
        ? this
        : StateRecord.state(
            resumeTo.name(), revision().orElseThrow(), RolloutState.seconds(facts.now()));
  }

  @Override
  public Optional<Statement> statement(Facts facts) {
    return Optional.of(paused(facts.wanted()));
  }

  static Statement paused(String wanted) {
    return Statement.no(
        Reason.PAUSED,
        "revision %s is wanted and spec.paused is true: set it to false to go on"
            .formatted(wanted));
  }

  @Override
  public Optional<RolloutStatus> record(Facts facts) {
    RolloutStatus open =
        StateRecord.open(this, revision().orElseThrow(), since, paused(facts.wanted()));
    return Optional.of(
        new RolloutStatus(
            open.state(),
            open.revision(),
            open.since(),
            open.waitingFor(),
            null,
            null,
            new HoldingStatus(PAUSED, resumeTo.name()),
            null));
  }
}
