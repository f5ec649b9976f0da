/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.event;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.api.v1alpha1.Condition;
import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares a status with the one before and announces what changed, and nothing that did not. */
public final class Announcements {

  private static final String IDLE = "Idle";
  private static final Set<String> SETBACKS = Set.of("RollingBack", "RolledBack");
  private static final List<String> WATCHED = List.of("Stalled", "Degraded");

  private Announcements() {}

  /** What is to be announced, in the order in which it happened. */
  public static List<Announcement> of(SignalHarvesterStatus before, SignalHarvesterStatus after) {
    Optional<Announcement> state = state(before, after);
    return Stream.concat(
            state.stream(),
            WATCHED.stream()
                .flatMap(type -> condition(type, before, after).stream())
                // A state that is a condition too is told once.
                .filter(
                    told -> state.filter(other -> other.reason().equals(told.reason())).isEmpty()))
        .toList();
  }

  private static Optional<Announcement> state(
      SignalHarvesterStatus before, SignalHarvesterStatus after) {
    String state = Objects.requireNonNullElse(after.state(), IDLE);
    if (state.equals(Objects.requireNonNullElse(before.state(), IDLE))) {
      return Optional.empty();
    }
    Optional<RolloutStatus> rollout = Optional.ofNullable(after.rollout());
    String serving = after.stable() == null ? "nothing" : "revision " + after.stable().revision();
    return Optional.of(
        new Announcement(
            state,
            SETBACKS.contains(state),
            rollout.map(found -> said(found)).orElse(serving + " serves"),
            key(state, before)));
  }

  /**
   * By the status before, and not by a time: a pass that is done again, from a cache that has not
   * seen the new status yet, finds the same one.
   */
  private static String key(String what, SignalHarvesterStatus before) {
    return what + " " + Serialization.asJson(before);
  }

  private static String said(RolloutStatus rollout) {
    String what = rollout.verdict() != null ? rollout.verdict().message() : rollout.waitingFor();
    return "revision %s%s".formatted(rollout.revision(), what == null ? "" : ": " + what);
  }

  private static Optional<Announcement> condition(
      String type, SignalHarvesterStatus before, SignalHarvesterStatus after) {
    Optional<Condition> now = find(type, after.conditions());
    Optional<Condition> then = find(type, before.conditions());
    return now.filter(
            condition -> then.filter(old -> old.reason().equals(condition.reason())).isEmpty())
        .map(condition ->
            new Announcement(
                condition.reason(),
                true,
                condition.message(),
                key(type + " " + condition.reason(), before)));
  }

  private static Optional<Condition> find(String type, @Nullable List<Condition> conditions) {
    return Optional.ofNullable(conditions).stream()
        .flatMap(List::stream)
        .filter(condition -> condition.type().equals(type))
        .findFirst();
  }
}
