/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.operator.status.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Where the change from one revision to the next stands ("rollouts", section 2). A pass acts by the
 * state that status holds and writes the one that follows: what is intended is on record before it
 * is done.
 */
public sealed interface RolloutState
    permits Idle,
        Preparing,
        Expanding,
        Starting,
        Checking,
        Promoting,
        Contracting,
        Holding,
        RollingBack,
        RolledBack {

  /** The state that a status holds. */
  static RolloutState of(Optional<RolloutStatus> status) {
    return status.map(StateRecord::read).orElseGet(Idle::new);
  }

  /** The word in the status. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** The revision in question; none while there is nothing to be done. */
  Optional<String> revision();

  /** What is kept up of that revision. */
  Upkeep upkeep();

  /** Revisions that neither serve nor are wanted lose their pods now. */
  default boolean removesOthers() {
    return false;
  }

  /** The state that follows from the facts; an equal one when nothing does. */
  RolloutState next(Facts facts);

  /** What is said against Ready; nothing when the wanted revision serves. */
  Optional<Statement> statement(Facts facts);

  /** When to look again without an event. */
  default Optional<Duration> wakeUp(Facts facts) {
    return Optional.empty();
  }

  /** What status keeps of the state. */
  Optional<RolloutStatus> record(Facts facts);

  /** Times in status have whole seconds. */
  static Instant seconds(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS);
  }
}
