/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.signalharvester.api.v1alpha1.RevisionStatus;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.operator.model.Component;
import io.signalharvester.operator.model.ImageName;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.rollout.JobReport;
import io.signalharvester.operator.rollout.RolloutState;
import io.signalharvester.operator.rollout.Upkeep;
import io.signalharvester.operator.status.Blocker;
import io.signalharvester.operator.status.ExternalStatus;
import io.signalharvester.operator.status.Progress;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.Statement;
import io.signalharvester.operator.status.StatusReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects what the status of a pass is written from. */
final class Report {

  private static final int REMEMBERED_ACTIONS = 16;

  private final Observation observation;
  private final Settled asked;
  private final Revisions revisions;
  private final Stores stores;
  private final Course course;
  private final Troubles troubles;

  Report(
      Observation observation, Settled asked, Revisions revisions, Stores stores, Course course) {
    this.observation = observation;
    this.asked = asked;
    this.revisions = revisions;
    this.stores = stores;
    this.course = course;
    this.troubles = new Troubles(observation);
  }

  /** The status with the state that follows. */
  SignalHarvesterStatus status(Optional<Blocker> blocker, Instant now) {
    return write(course.next(), course.servingRevision(), blocker, now);
  }

  /** The status when nothing may be written: the state stays as it is. */
  SignalHarvesterStatus refused(Optional<Blocker> blocker, Instant now) {
    return write(course.state(), revisions.recorded().map(found -> found.revision()), blocker, now);
  }

  private SignalHarvesterStatus write(
      RolloutState state, Optional<String> serving, Optional<Blocker> blocker, Instant now) {
    Progress progress =
        new Progress(
            state.name(),
            state.record(course.facts(state)),
            state.statement(course.facts(state)),
            serving.map(revision -> revisions.status(revision, servingSince(revision))),
            candidate(state, serving).map(revision -> revisions.status(revision, null)),
            previous(state, serving),
            stores.databaseReady(),
            stores.cacheReady(),
            schema(state, serving),
            revisions.exposure(serving),
            workerTrouble(serving),
            limits(state, serving),
            handled(state));
    return StatusReport.of(observation, asked, progress, troubles::of, blocker, now);
  }

  private @Nullable Instant servingSince(String revision) {
    return course
        .stable()
        .or(revisions::recorded)
        .filter(stable -> stable.revision().equals(revision))
        .map(stable -> stable.since())
        .orElse(null);
  }

  private static Optional<String> candidate(RolloutState state, Optional<String> serving) {
    return state
        .revision()
        .filter(revision -> state.upkeep().includes(Upkeep.QUESTION))
        .filter(revision -> serving.filter(revision::equals).isEmpty());
  }

  private Optional<RevisionStatus> previous(RolloutState state, Optional<String> serving) {
    return revisions
        .running()
        .filter(revision -> serving.filter(revision::equals).isEmpty())
        .filter(revision -> state.revision().filter(revision::equals).isEmpty())
        .sorted()
        .findFirst()
        .map(revision -> revisions.status(revision, null));
  }

  private Statement schema(RolloutState state, Optional<String> serving) {
    Statement unknown =
        Statement.no(
            Reason.SCHEMA_UNKNOWN, "the level that the wanted revision needs is not known");
    return switch (state.upkeep()) {
      case QUESTION -> unknown;
      case SCHEMA -> state.statement(course.facts(state)).orElse(unknown);
      case NOTHING, PODS, TRAFFIC ->
          serving.isPresent() || state.upkeep().includes(Upkeep.PODS)
              ? Statement.yes(Reason.SCHEMA_CURRENT, "the schema is at the level needed")
              : unknown;
    };
  }

  private Optional<String> workerTrouble(Optional<String> serving) {
    return serving
        .filter(revision ->
            new Jobs(observation).report(asked.names().activation(revision)).phase()
                == JobReport.Phase.FAILED)
        .map(revision ->
            "revision %s could not be named active%s"
                .formatted(revision, troubles.because(Component.SCHEMA)))
        .or(() -> troubles.of(Component.WORKER));
  }

  private List<Progress.Limit> limits(RolloutState state, Optional<String> serving) {
    Stream<Progress.Limit> tag =
        serving
            .map(revision -> revisions.status(revision, null))
            .filter(status -> status.digest() == null && !ImageName.pinned(status.image()))
            .map(status ->
                new Progress.Limit(
                    Reason.TAG_NOT_PINNED,
                    "no digest is known for image %s: a pod that starts later may run another one"
                        .formatted(status.image())))
            .stream();
    Stream<Progress.Limit> proof =
        state
            .record(course.facts(state))
            .flatMap(record -> Optional.ofNullable(record.proof()))
            .filter(found -> found.mode().equals("Settle"))
            .map(found -> new Progress.Limit(Reason.PROOF_BY_SETTLE, found.message()))
            .stream();
    Stream<Progress.Limit> secrets =
        ExternalStatus.limit(observation)
            .map(text -> new Progress.Limit(Reason.SECRET_NOT_WATCHED, text))
            .stream();
    return Stream.of(secrets, tag, proof).flatMap(Function.identity()).toList();
  }

  /** What was carried out, with the request that leads to the next state. */
  private List<String> handled(RolloutState next) {
    List<String> handled = new ArrayList<>(Actions.handled(observation));
    boolean again = course.state().name().equals("RolledBack") && next.name().equals("Preparing");
    course
        .state()
        .revision()
        .filter(revision -> again)
        .flatMap(revision -> Actions.retry(observation, revision))
        .ifPresent(value -> handled.add("retry:" + value));
    return List.copyOf(
        handled.subList(Math.max(0, handled.size() - REMEMBERED_ACTIONS), handled.size()));
  }
}
