/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.api.v1alpha1.RolloutVerdict;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import java.time.Instant;
import java.util.Optional;

/** The new revision is given up; it has no traffic, so its pods go. The schema stays expanded. */
record RollingBack(String candidate, Instant since, RolloutVerdict verdict)
    implements RolloutState {

  @Override
  public Optional<String> revision() {
    return Optional.of(candidate);
  }

  @Override
  public Upkeep upkeep() {
    return Upkeep.NOTHING;
  }

  @Override
  public RolloutState next(Facts facts) {
    if (facts.pods().present()) {
      return this;
    }
    return candidate.equals(facts.wanted())
        ? new RolledBack(candidate, RolloutState.seconds(facts.now()), verdict)
        : new Idle();
  }

  @Override
  public Optional<Statement> statement(Facts facts) {
    return Optional.of(say());
  }

  private Statement say() {
    return Statement.no(
        Reason.ROLLING_BACK, "revision %s is given up: %s".formatted(candidate, verdict.message()));
  }

  @Override
  public Optional<RolloutStatus> record(Facts facts) {
    return Optional.of(
        StateRecord.judged(StateRecord.open(this, candidate, since, say()), verdict));
  }
}
