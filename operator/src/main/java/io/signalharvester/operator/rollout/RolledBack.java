/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.api.v1alpha1.RolloutVerdict;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import java.time.Instant;
import java.util.Optional;

/** As idle, and remembers which revision failed: it is tried again only when a person asks. */
record RolledBack(String candidate, Instant since, RolloutVerdict verdict) implements RolloutState {

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
    if (facts.paused()) {
      return this;
    }
    if (!candidate.equals(facts.wanted())) {
      return new Idle();
    }
    return facts.retry() ? new Preparing(candidate, RolloutState.seconds(facts.now())) : this;
  }

  @Override
  public Optional<Statement> statement(Facts facts) {
    return Optional.of(
        Statement.stalled(
            Reason.ROLLED_BACK,
            "revision %s failed and the one before serves: %s; correct the spec, or set spec.actions.retry to \"%s/<any word>\" to try it again"
                .formatted(candidate, verdict.message(), candidate)));
  }

  @Override
  public Optional<RolloutStatus> record(Facts facts) {
    return Optional.of(
        new RolloutStatus(name(), candidate, since.toString(), null, null, null, null, verdict));
  }
}
