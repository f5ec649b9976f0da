/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.ProofStatus;
import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.operator.status.Exposure;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The new revision is the stable one and all traffic is led to it. The one before stays until it is
 * shown that no new request comes to it: that every Gateway says Accepted is needed and not enough,
 * because it is said up to two seconds before the data plane acts.
 *
 * @param accepted since when the Gateways have accepted the route as it is wanted, without a break
 * @param proof what was seen of the data plane so far
 */
record Promoting(
    String candidate, Instant since, @Nullable Instant accepted, @Nullable ProofStatus proof)
    implements RolloutState {

  static final String PROBE = "Probe";
  static final String SETTLE = "Settle";

  // Nothing drains at a first installation; the gateway must still have taken the route up.
  private static final Duration FIRST = Duration.ofSeconds(3);
  private static final Duration BEFORE_PROBES = Duration.ofSeconds(2);
  private static final Duration BETWEEN_PROBES = Duration.ofSeconds(5);

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
      return new Promoting(candidate, since, null, null);
    }
    if (accepted == null) {
      return new Promoting(candidate, since, RolloutState.seconds(facts.now()), null);
    }
    if (probes(facts)) {
      return facts.probes().map(report -> probed(facts)).orElse(this);
    }
    return settlesIn(facts, accepted).isPositive() ? this : over(facts);
  }

  /** The record of the switch is not written yet: everything may still be as before. */
  private RolloutState notYetServing(Facts facts) {
    if (facts.paused()) {
      return new Holding(this, RolloutState.seconds(facts.now()));
    }
    return facts.pods().ready() ? this : new Starting(candidate, RolloutState.seconds(facts.now()));
  }

  private boolean probes(Facts facts) {
    boolean unreached = proof != null && proof.mode().equals(SETTLE);
    return facts.exposure() == Exposure.ACCEPTED && facts.proof().asks() && !unreached;
  }

  private RolloutState probed(Facts facts) {
    var report = facts.probes().orElseThrow();
    if (report.allBy(candidate)) {
      return over(facts);
    }
    boolean settle = report.unreachable() && !facts.proof().insists();
    return new Promoting(
        candidate,
        since,
        accepted,
        new ProofStatus(
            settle ? SETTLE : PROBE,
            RolloutState.seconds(facts.now()).toString(),
            StateRecord.cut(report.sentence(), 512)));
  }

  private RolloutState over(Facts facts) {
    return facts.others()
        ? new Contracting(candidate, RolloutState.seconds(facts.now()))
        : new Idle();
  }

  private static Duration settlesIn(Facts facts, Instant accepted) {
    Duration settle = facts.others() ? facts.proof().settle() : FIRST;
    return Duration.between(facts.now(), accepted.plus(settle));
  }

  @Override
  public Optional<Statement> statement(Facts facts) {
    return Optional.of(say(facts));
  }

  private Statement say(Facts facts) {
    if (facts.exposure() == Exposure.PENDING) {
      return waits(
          facts,
          Reason.ROUTE_NOT_ACCEPTED,
          "a Gateway has not accepted the route yet",
          "; check that it exists, allows routes from this namespace and has a matching listener");
    }
    if (proof != null && probes(facts)) {
      return waits(
          facts,
          Reason.UNPROVEN,
          proof.message(),
          "; check the gateway, or correct spec.rollout.proof.address");
    }
    return Statement.no(
        Reason.SWITCHING,
        "traffic moves to revision %s and %s"
            .formatted(candidate, probes(facts) ? "the gateway is asked" : "settles"));
  }

  private Statement waits(Facts facts, Reason reason, String message, String remedy) {
    return facts.overdue(since)
        ? Statement.stalled(reason, message + remedy)
        : Statement.no(reason, message);
  }

  @Override
  public Optional<Duration> wakeUp(Facts facts) {
    if (accepted == null) {
      return facts.overdue(since) ? Optional.empty() : Optional.of(facts.left(since));
    }
    Duration left = probes(facts) ? nextBatch(facts, accepted) : settlesIn(facts, accepted);
    return Optional.of(left.isPositive() ? left : Duration.ofMillis(1));
  }

  private Duration nextBatch(Facts facts, Instant from) {
    Instant next =
        proof == null
            ? from.plus(BEFORE_PROBES)
            : StateRecord.time(proof.at()).orElse(from).plus(BETWEEN_PROBES);
    Duration left = Duration.between(facts.now(), next);
    // Overdue without an answer: the next pass asks.
    return left.isPositive() ? left : Duration.ofMillis(100);
  }

  @Override
  public Optional<RolloutStatus> record(Facts facts) {
    RolloutStatus open = StateRecord.open(this, candidate, since, say(facts));
    return Optional.of(StateRecord.accepted(open, accepted, shown(facts)));
  }

  /** Status says also that, and why, nothing but time is waited for. */
  private @Nullable ProofStatus shown(Facts facts) {
    return proof == null && accepted != null && byTime(facts)
        ? new ProofStatus(
            SETTLE,
            accepted.toString(),
            "spec.rollout.proof.address names no gateway to ask, so a switch is believed after a time")
        : proof;
  }

  private static boolean byTime(Facts facts) {
    return facts.exposure() == Exposure.ACCEPTED && !facts.proof().asks();
  }
}
