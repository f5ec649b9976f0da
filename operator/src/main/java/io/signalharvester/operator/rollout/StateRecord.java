/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.ProofStatus;
import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.api.v1alpha1.RolloutVerdict;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a state into status and reads it back. */
final class StateRecord {

  private static final int LONGEST = 1000;
  private static final RolloutVerdict UNKNOWN =
      new RolloutVerdict(Reason.START_FAILED.text(), "the record of the failure is lost");

  private StateRecord() {}

  /** A state that is under way. */
  static RolloutStatus open(RolloutState state, String revision, Instant since, Statement says) {
    return new RolloutStatus(
        state.name(), revision, since.toString(), cut(says.message()), null, null, null, null);
  }

  static RolloutStatus accepted(
      RolloutStatus open, @Nullable Instant accepted, @Nullable ProofStatus proof) {
    return new RolloutStatus(
        open.state(),
        open.revision(),
        open.since(),
        open.waitingFor(),
        accepted == null ? null : accepted.toString(),
        proof,
        null,
        null);
  }

  static RolloutStatus judged(RolloutStatus open, RolloutVerdict verdict) {
    return new RolloutStatus(
        open.state(), open.revision(), open.since(), open.waitingFor(), null, null, null, verdict);
  }

  /** A status holds a bounded text. */
  static String cut(String text) {
    return cut(text, LONGEST);
  }

  static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
  }

  /** A record that cannot be read counts as lost: the rollout starts again, from no traffic. */
  static RolloutState read(RolloutStatus status) {
    Optional<Instant> since = time(status.since());
    if (since.isEmpty()) {
      return new Idle();
    }
    String revision = status.revision();
    return switch (status.state()) {
      case "Promoting" ->
          new Promoting(
              revision, since.get(), time(status.acceptedSince()).orElse(null), status.proof());
      case "RollingBack" ->
          new RollingBack(
              revision, since.get(), Optional.ofNullable(status.verdict()).orElse(UNKNOWN));
      case "RolledBack" ->
          new RolledBack(
              revision, since.get(), Optional.ofNullable(status.verdict()).orElse(UNKNOWN));
      case "Holding" ->
          status.holding() == null
              ? new Idle()
              : new Holding(state(status.holding().resumeTo(), revision, since.get()), since.get());
      default -> state(status.state(), revision, since.get());
    };
  }

  /** A state that began at this time. */
  static RolloutState state(String name, String revision, Instant since) {
    return switch (name) {
      case "Preparing" -> new Preparing(revision, since);
      case "Expanding" -> new Expanding(revision, since);
      case "Starting" -> new Starting(revision, since);
      case "Checking" -> new Checking(revision, since);
      case "Promoting" -> new Promoting(revision, since, null, null);
      case "Contracting" -> new Contracting(revision, since);
      default -> new Idle();
    };
  }

  static Optional<Instant> time(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
