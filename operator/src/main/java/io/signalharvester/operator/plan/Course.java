/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.rollout.Facts;
import io.signalharvester.operator.rollout.PodReport;
import io.signalharvester.operator.rollout.RolloutState;
import io.signalharvester.operator.rollout.Upkeep;
import io.signalharvester.operator.traffic.StableService;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The course of a rollout in one pass: the state that is on record and acts, the one that follows
 * and is written, and who serves.
 */
final class Course {

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final Observation observation;
  private final Settled asked;
  private final Revisions revisions;
  private final Stores stores;
  private final Instant now;
  private final RolloutState state;
  private final Optional<StableService.Stable> stable;

  Course(Observation observation, Settled asked, Revisions revisions, Stores stores, Instant now) {
    this.observation = observation;
    this.asked = asked;
    this.revisions = revisions;
    this.stores = stores;
    this.now = now;
    this.state = RolloutState.of(Optional.ofNullable(observation.status().rollout()));
    this.stable = serving();
  }

  /** The state that is on record; the pass acts by it. */
  RolloutState state() {
    return state;
  }

  /** The state that the pass writes. */
  RolloutState next() {
    return state.next(facts(state));
  }

  /**
   * Who serves after this pass: the revision in question as soon as all traffic is its own and its
   * pods carry that, else the one on record.
   */
  Optional<StableService.Stable> stable() {
    return stable;
  }

  private Optional<StableService.Stable> serving() {
    Optional<StableService.Stable> recorded = revisions.recorded();
    return state
        .revision()
        .filter(revision -> state.upkeep() == Upkeep.TRAFFIC)
        .filter(revision -> recorded.filter(found -> found.revision().equals(revision)).isEmpty())
        .filter(revision -> carries(revisions.pods(revision)))
        .filter(revision -> !asked.paused())
        .map(revision -> new StableService.Stable(revision, RolloutState.seconds(now)))
        .or(() -> recorded);
  }

  private static boolean carries(PodReport pods) {
    return pods.present() && pods.count().ready() >= pods.count().desired();
  }

  /** The revision that the spec asks for. */
  String wanted() {
    return revisions.wanted();
  }

  Optional<String> servingRevision() {
    return stable.map(StableService.Stable::revision);
  }

  /** What a state has to know. */
  Facts facts(RolloutState of) {
    Jobs jobs = new Jobs(observation);
    String revision = of.revision().orElseGet(revisions::wanted);
    return new Facts(
        revisions.wanted(),
        servingRevision(),
        asked.paused(),
        Actions.retry(observation, revision).isPresent(),
        stores.missing(),
        jobs.report(asked.names().planJob(revision)),
        jobs.report(asked.names().schemaJob(revision)),
        revisions.pods(revision),
        others(of),
        revisions.exposure(servingRevision()),
        asked.proof(),
        observation.probes(),
        asked.progressDeadline(),
        now);
  }

  /** Pods of a revision that neither serves nor is wanted; what drains is not wanted back yet. */
  private boolean others(RolloutState of) {
    return revisions
        .running()
        .filter(revision -> !servingRevision().filter(revision::equals).isPresent())
        .anyMatch(revision -> of.removesOthers() || !revision.equals(revisions.wanted()));
  }

  /** When to look again without an event. */
  Optional<Duration> wakeUp() {
    RolloutState next = next();
    return same(next) ? next.wakeUp(facts(next)) : Optional.of(AT_ONCE);
  }

  private boolean same(RolloutState next) {
    return next.equals(state);
  }

  /** What status keeps of the state that follows. */
  Optional<RolloutStatus> record() {
    RolloutState next = next();
    return next.record(facts(next));
  }
}
