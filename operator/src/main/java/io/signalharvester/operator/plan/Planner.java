/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.operator.model.Customisation;
import io.signalharvester.operator.model.DefaultImages;
import io.signalharvester.operator.model.Revision;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.status.Blocker;
import io.signalharvester.operator.status.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides what one pass writes. Pure: the same observation at the same time gives the same plan.
 *
 * <p>The order is the order of need: network policies, stores, snapshot, schema, pods, traffic,
 * schedules, clean-up. A part is planned only when what it needs is there, and what was planned
 * once stays in the plan, so that every pass also heals.
 */
public final class Planner {

  private final DefaultImages images;
  private final String operatorNamespace;

  /**
   * A planner that uses these images where a resource names none.
   *
   * @param operatorNamespace namespace of the operator's pods, which may call those of resources
   */
  public Planner(DefaultImages images, String operatorNamespace) {
    this.images = images;
    this.operatorNamespace = operatorNamespace;
  }

  /** The plan for what was observed at this time. */
  public Plan plan(Observation observation, Instant now) {
    Settled asked = asked(observation);
    Revisions revisions = new Revisions(observation, asked);
    Stores stores = new Stores(observation, asked);
    Course course = new Course(observation, asked, revisions, stores, now);
    Optional<Blocker> refusal = refusal(observation, asked);
    Optional<Blocker> blocker =
        refusal.or(stores::lostSecret).or(() -> lostSnapshot(asked, revisions, course));
    if (refusal.isPresent()) {
      return new Plan(
          List.of(),
          new Report(observation, asked, revisions, stores, course).refused(blocker, now),
          Optional.empty());
    }
    return new Plan(
        new Steps(
                observation,
                asked,
                revisions,
                stores,
                course,
                new Isolation(observation, asked, operatorNamespace))
            .all(),
        new Report(observation, asked, revisions, stores, course).status(blocker, now),
        course.wakeUp());
  }

  /** The status when something outside the plan stands in the way, a refused write for example. */
  public SignalHarvesterStatus blocked(Observation observation, Blocker blocker, Instant now) {
    Settled asked = asked(observation);
    Revisions revisions = new Revisions(observation, asked);
    Stores stores = new Stores(observation, asked);
    Course course = new Course(observation, asked, revisions, stores, now);
    return new Report(observation, asked, revisions, stores, course)
        .refused(Optional.of(blocker), now);
  }

  private Settled asked(Observation observation) {
    return Settled.of(observation.resource(), Stores.pinned(observation, images));
  }

  private static Optional<Blocker> refusal(Observation observation, Settled asked) {
    List<String> unsupported = NotYetSupported.in(observation, asked);
    if (!unsupported.isEmpty()) {
      return Optional.of(
          new Blocker(
              true,
              Reason.NOT_YET_SUPPORTED,
              "this version does not act on "
                  + String.join(", ", unsupported)
                  + ": remove it; nothing was changed"));
    }
    Optional<Blocker> conflict =
        Customisation.conflict(asked, frozen(observation, asked))
            .map(message ->
                new Blocker(true, Reason.POD_CONFLICT, message + "; nothing was changed"));
    if (conflict.isPresent()) {
      return conflict;
    }
    if (!asked.parentRefs().isEmpty() && !observation.gatewayApi()) {
      return Optional.of(
          new Blocker(
              true,
              Reason.GATEWAY_API_ABSENT,
              "spec.exposure.gateway needs the Gateway API, which the cluster does not serve:"
                  + " install its definitions and restart the operator, or remove spec.exposure"));
    }
    return Optional.empty();
  }

  private static boolean frozen(Observation observation, Settled asked) {
    String wanted = Revision.of(observation.resource().getSpec());
    return observation.find(ConfigMap.class, asked.names().snapshot(wanted)).isPresent();
  }

  private static Optional<Blocker> lostSnapshot(Settled asked, Revisions revisions, Course course) {
    return course
        .servingRevision()
        .filter(serving -> revisions.snapshot(serving).isEmpty())
        .map(serving ->
            new Blocker(
                true,
                Reason.SNAPSHOT_LOST,
                "ConfigMap %s of the serving revision is gone: what runs is left as it is until"
                        .formatted(asked.names().snapshot(serving))
                    + " it is back or the wanted revision serves"));
  }
}
