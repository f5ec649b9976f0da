/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import java.util.Optional;

/** Nothing is to be done; what serves is kept up. */
record Idle() implements RolloutState {

  @Override
  public Optional<String> revision() {
    return Optional.empty();
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
    if (facts.stable().isPresent() && facts.others()) {
      // The record of a rollout was lost. Those pods may still get requests, so they are drained.
      return new Promoting(facts.stable().get(), RolloutState.seconds(facts.now()), null, null);
    }
    return facts.current()
        ? this
        : new Preparing(facts.wanted(), RolloutState.seconds(facts.now()));
  }

  @Override
  public Optional<Statement> statement(Facts facts) {
    return facts.current()
        ? Optional.empty()
        : Optional.of(
            facts.paused()
                ? Holding.paused(facts.wanted())
                : Statement.no(
                    Reason.PREPARING, "revision %s is wanted".formatted(facts.wanted())));
  }

  @Override
  public Optional<RolloutStatus> record(Facts facts) {
    return Optional.empty();
  }
}
