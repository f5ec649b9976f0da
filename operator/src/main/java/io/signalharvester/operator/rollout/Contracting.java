/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import java.time.Instant;
import java.util.Optional;

/** The previous revision gets no request any more; it is removed, and its pods drain. */
record Contracting(String candidate, Instant since) implements RolloutState {

  @Override
  public Optional<String> revision() {
    return Optional.of(candidate);
  }

  @Override
  public Upkeep upkeep() {
    return Upkeep.TRAFFIC;
  }

  @Override
  public boolean removesOthers() {
    return true;
  }

  @Override
  public RolloutState next(Facts facts) {
    return facts.others() ? this : new Idle();
  }

  /** It serves what is wanted; that something else still goes takes nothing from it. */
  @Override
  public Optional<Statement> statement(Facts facts) {
    return facts.wanted().equals(candidate) ? Optional.empty() : Optional.of(say(facts));
  }

  private static Statement say(Facts facts) {
    return Statement.no(
        Reason.PREPARING,
        "revision %s is wanted; the one before the serving one is removed first"
            .formatted(facts.wanted()));
  }

  @Override
  public Optional<RolloutStatus> record(Facts facts) {
    return Optional.of(
        StateRecord.open(
            this,
            candidate,
            since,
            Statement.no(Reason.SWITCHING, "the previous revision is removed")));
  }
}
