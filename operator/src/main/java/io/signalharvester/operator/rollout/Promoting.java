/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.operator.status.Exposure;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The new revision is the stable one and all traffic is led to it. The one before stays until that
 * has reached the data plane: a Gateway says Accepted up to two seconds before it acts.
 *
 * @param accepted since when the Gateways have accepted the route as it is wanted, without a break
 */
record Promoting(String candidate, Instant since, @Nullable Instant accepted)
    implements RolloutState {

  // Two seconds for the gateway to take the switch up, three for it to stop sending.
  private static final Duration SETTLE = Duration.ofSeconds(10);
  // Nothing drains at a first installation; the gateway must still have taken the route up.
  private static final Duration FIRST = Duration.ofSeconds(3);

  @Override
  public Optional<String> revision() {
    return Optional.of(candidate);
  }

  @Override
  public Upkeep upkeep() {
    return Upkeep.TRAFFIC;
  }

  @Override
  public RolloutState next(Facts facts) {
    if (!facts.serves(candidate)) {
      return notYetServing(facts);
    }
    if (facts.exposure() == Exposure.PENDING) {
      return new Promoting(candidate, since, null);
    }
    if (accepted == null) {
      return new Promoting(candidate, since, RolloutState.seconds(facts.now()));
    }
    if (settlesIn(facts, accepted).isPositive()) {
      return this;
    }
    return facts.others()
        ? new Contracting(candidate, RolloutState.seconds(facts.now()))
        : new Idle();
  }

  /** The record of the switch is not written yet: everything may still be as before. */
  private RolloutState notYetServing(Facts facts) {
    if (facts.paused()) {
      return new Holding(this, RolloutState.seconds(facts.now()));
    }
    return facts.pods().ready() ? this : new Starting(candidate, RolloutState.seconds(facts.now()));
  }

  private static Duration settlesIn(Facts facts, Instant accepted) {
    return Duration.between(facts.now(), accepted.plus(facts.others() ? SETTLE : FIRST));
  }

  @Override
  public Optional<Statement> statement(Facts facts) {
    return Optional.of(say(facts));
  }

  private Statement say(Facts facts) {
    if (facts.exposure() == Exposure.PENDING) {
      String message = "a Gateway has not accepted the route yet";
      return facts.overdue(since)
          ? Statement.stalled(
              Reason.ROUTE_NOT_ACCEPTED,
              message
                  + "; check that it exists, allows routes from this namespace and has a matching"
                  + " listener")
          : Statement.no(Reason.ROUTE_NOT_ACCEPTED, message);
    }
    return Statement.no(
        Reason.SWITCHING, "traffic moves to revision %s and settles".formatted(candidate));
  }

  @Override
  public Optional<Duration> wakeUp(Facts facts) {
    if (accepted == null) {
      return facts.overdue(since) ? Optional.empty() : Optional.of(facts.left(since));
    }
    Duration left = settlesIn(facts, accepted);
    return Optional.of(left.isPositive() ? left : Duration.ofMillis(1));
  }

  @Override
  public Optional<RolloutStatus> record(Facts facts) {
    RolloutStatus open = StateRecord.open(this, candidate, since, say(facts));
    return Optional.of(accepted == null ? open : StateRecord.accepted(open, accepted));
  }
}
