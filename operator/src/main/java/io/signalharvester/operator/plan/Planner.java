/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.signalharvester.operator.model.ApiPods;
import io.signalharvester.operator.model.DefaultImages;
import io.signalharvester.operator.model.GeneratedSecret;
import io.signalharvester.operator.model.Postgres;
import io.signalharvester.operator.model.Redis;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.model.Snapshot;
import io.signalharvester.operator.model.Workload;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.status.PodTrouble;
import io.signalharvester.operator.status.Progress;
import io.signalharvester.operator.status.Reason;
import io.signalharvester.operator.status.StatusReport;
import io.signalharvester.operator.traffic.Route;
import io.signalharvester.operator.traffic.StableService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what one pass writes. Pure: the same observation at the same time gives the same plan.
 *
 * <p>The order is the order of need: stores, snapshot, schema, pods, traffic, schedules, clean-up.
 * A part is planned only when what it needs is there, and what was planned once stays in the plan,
 * so that every pass also heals.
 */
public final class Planner {

  private final DefaultImages images;

  /** A planner that uses these images where a resource names none. */
  public Planner(DefaultImages images) {
    this.images = images;
  }

  /** The plan for what was observed at this time. */
  public Plan plan(Observation observation, Instant now) {
    Settled asked = Settled.of(observation.resource(), images);
    Optional<Plan> refusal = refusal(observation, asked, now);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Revisions revisions = new Revisions(observation, asked, now);
    List<Step> steps = new ArrayList<>(stores(asked));
    boolean databaseReady = ready(observation, asked.names().postgres());
    boolean cacheReady = ready(observation, asked.names().redis());
    Optional<StableService.Stable> stable = revisions.stable();
    boolean promoted = stable.filter(s -> s.revision().equals(revisions.wanted())).isPresent();

    steps.add(new Step.Create(revisions.snapshot()));
    if (databaseReady && cacheReady && !promoted) {
      steps.add(
          new Step.Create(
              Workload.schemaJob(
                  asked, revisions.wanted(), Snapshot.template(revisions.snapshot()))));
    }
    if (promoted || revisions.schema() == Progress.Schema.DONE) {
      revisions.objects(revisions.wanted()).forEach(o -> steps.add(new Step.Apply(o)));
    }
    stable.ifPresent(s -> steps.addAll(serving(asked, revisions, s, promoted)));
    steps.addAll(Pruning.of(observation, asked, revisions, stable, steps));

    Progress progress = progress(observation, asked, revisions, stable, databaseReady, cacheReady);
    List<Pod> waiting = observation.all(Pod.class).filter(pod -> !isReady(pod)).toList();
    return new Plan(
        steps,
        StatusReport.of(observation, asked, progress, PodTrouble.first(waiting), now),
        progress.draining() ? stable.map(revisions::settlesIn) : Optional.empty());
  }

  private static Optional<Plan> refusal(Observation observation, Settled asked, Instant now) {
    List<String> unsupported = NotYetSupported.in(observation, asked);
    if (!unsupported.isEmpty()) {
      return Optional.of(
          refused(
              observation,
              Reason.NOT_YET_SUPPORTED,
              "this version does not act on "
                  + String.join(", ", unsupported)
                  + ": remove it; nothing was changed",
              now));
    }
    if (!asked.parentRefs().isEmpty() && !observation.gatewayApi()) {
      return Optional.of(
          refused(
              observation,
              Reason.GATEWAY_API_ABSENT,
              "spec.exposure.gateway needs the Gateway API, which the cluster does not serve:"
                  + " install its definitions and restart the operator, or remove spec.exposure",
              now));
    }
    return Optional.empty();
  }

  private static Plan refused(Observation observation, Reason reason, String message, Instant now) {
    return new Plan(
        List.of(), StatusReport.refused(observation, reason, message, now), Optional.empty());
  }

  private static List<Step> stores(Settled asked) {
    return List.of(
        new Step.Apply(Workload.serviceAccount(asked)),
        new Step.Generate(GeneratedSecret.app(asked)),
        new Step.Generate(GeneratedSecret.postgres(asked)),
        new Step.Generate(GeneratedSecret.redis(asked)),
        new Step.Apply(Postgres.service(asked)),
        new Step.Apply(Postgres.statefulSet(asked)),
        new Step.Apply(Redis.service(asked)),
        new Step.Apply(Redis.statefulSet(asked)));
  }

  /** Everything that points at the stable revision, and the previous one while it drains. */
  private static List<Step> serving(
      Settled asked, Revisions revisions, StableService.Stable stable, boolean promoted) {
    Optional<PodTemplateSpec> template = revisions.template(stable.revision());
    if (template.isEmpty()) {
      // Without its snapshot a revision cannot be rendered again: what runs is left alone.
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    if (!promoted) {
      revisions.objects(stable.revision()).forEach(o -> steps.add(new Step.Apply(o)));
    }
    Service ofRevision = ApiPods.service(asked, stable.revision(), template.get());
    steps.add(new Step.Apply(StableService.of(asked, stable, ofRevision)));
    if (!asked.parentRefs().isEmpty()) {
      steps.add(new Step.Apply(Route.of(asked, stable.revision(), ofRevision)));
    }
    asked
        .pipelines()
        .forEach(pipeline ->
            steps.add(new Step.Apply(Workload.pipeline(asked, pipeline, template.get()))));
    return steps;
  }

  private static Progress progress(
      Observation observation,
      Settled asked,
      Revisions revisions,
      Optional<StableService.Stable> stable,
      boolean databaseReady,
      boolean cacheReady) {
    Progress.Exposure exposure =
        asked.parentRefs().isEmpty()
            ? Progress.Exposure.IN_CLUSTER
            : observation
                .find(HTTPRoute.class, asked.names().route())
                .filter(Route::accepted)
                .map(route -> Progress.Exposure.ACCEPTED)
                .orElse(Progress.Exposure.PENDING);
    return new Progress(
        revisions.wanted(),
        stable.map(s ->
            new Progress.Serving(
                s.revision(),
                revisions.image(s.revision()),
                s.since().toString(),
                revisions.pods(s.revision()))),
        databaseReady,
        cacheReady,
        revisions.schema(),
        exposure,
        revisions.draining(),
        revisions.pods(revisions.wanted()));
  }

  private static boolean ready(Observation observation, String statefulSet) {
    return observation
        .find(StatefulSet.class, statefulSet)
        .map(StatefulSet::getStatus)
        .map(status -> status.getReadyReplicas())
        .filter(ready -> ready > 0)
        .isPresent();
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && ("Succeeded".equals(pod.getStatus().getPhase())
            || pod.getStatus().getConditions().stream()
                .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus())));
  }
}
