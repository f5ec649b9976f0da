/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.operator.model.ApiPods;
import io.signalharvester.operator.model.Component;
import io.signalharvester.operator.model.DefaultImages;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.model.Snapshot;
import io.signalharvester.operator.model.Workers;
import io.signalharvester.operator.model.Workload;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.status.Blocker;
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
    Settled asked = asked(observation);
    Revisions revisions = new Revisions(observation, asked, now);
    Stores stores = new Stores(observation, asked);
    Optional<Blocker> refusal = refusal(observation, asked);
    List<Step> steps =
        refusal.isPresent() ? List.of() : steps(observation, asked, revisions, stores);
    Optional<Blocker> blocker =
        refusal.or(stores::lostSecret).or(() -> lostSnapshot(asked, revisions));
    return new Plan(
        steps,
        report(observation, asked, revisions, stores, blocker, now),
        revisions.draining() ? revisions.settlesIn() : Optional.empty());
  }

  /** The status when something outside the plan stands in the way, a refused write for example. */
  public SignalHarvesterStatus blocked(Observation observation, Blocker blocker, Instant now) {
    Settled asked = asked(observation);
    return report(
        observation,
        asked,
        new Revisions(observation, asked, now),
        new Stores(observation, asked),
        Optional.of(blocker),
        now);
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

  private static Optional<Blocker> lostSnapshot(Settled asked, Revisions revisions) {
    return revisions
        .stable()
        .filter(stable -> revisions.template(stable.revision()).isEmpty())
        .map(stable ->
            new Blocker(
                true,
                Reason.SNAPSHOT_LOST,
                "ConfigMap %s of the serving revision is gone: what runs is left as it is until"
                        .formatted(asked.names().snapshot(stable.revision()))
                    + " it is back or the wanted revision serves"));
  }

  private static List<Step> steps(
      Observation observation, Settled asked, Revisions revisions, Stores stores) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Apply(Workload.serviceAccount(asked)));
    steps.addAll(stores.steps());
    steps.add(new Step.Create(revisions.snapshot()));
    if (stores.databaseReady() && stores.cacheReady() && !revisions.promoted()) {
      steps.add(
          new Step.Create(
              Workload.schemaJob(
                  asked, revisions.wanted(), Snapshot.template(revisions.snapshot()))));
    }
    if (revisions.promoted() || revisions.schema() == Progress.Step.DONE) {
      revisions.objects(revisions.wanted()).forEach(o -> steps.add(new Step.Apply(o)));
    }
    Optional<StableService.Stable> stable = revisions.stable();
    Optional<PodTemplateSpec> template =
        stable.flatMap(found -> revisions.template(found.revision()));
    if (stable.isPresent() && template.isEmpty()) {
      // Without its snapshot the serving revision cannot be rendered again: nothing of it may go.
      return steps;
    }
    if (stable.isPresent() && template.isPresent()) {
      steps.addAll(serving(asked, revisions, stable.get(), template.get()));
    }
    steps.addAll(Pruning.of(observation, asked, revisions, steps));
    return steps;
  }

  /** Everything that points at the stable revision, and the pods behind it. */
  private static List<Step> serving(
      Settled asked, Revisions revisions, StableService.Stable stable, PodTemplateSpec template) {
    List<Step> steps = new ArrayList<>();
    if (!revisions.promoted()) {
      revisions.objects(stable.revision()).forEach(o -> steps.add(new Step.Apply(o)));
    }
    Service ofRevision = ApiPods.service(asked, stable.revision(), template);
    steps.add(new Step.Apply(StableService.of(asked, stable, ofRevision)));
    if (!asked.parentRefs().isEmpty()) {
      steps.add(
          new Step.Apply(Route.of(asked, stable.revision(), ofRevision, revisions.routedSince())));
    }
    steps.add(new Step.Create(Workload.activation(asked, stable.revision(), template)));
    if (revisions.activation(stable.revision()) == Progress.Step.DONE) {
      revisions
          .workerTemplate(stable.revision())
          .ifPresent(frozen -> steps.add(new Step.Apply(Workers.deployment(asked, frozen))));
    }
    asked
        .pipelines()
        .forEach(
            pipeline -> steps.add(new Step.Apply(Workload.pipeline(asked, pipeline, template))));
    return steps;
  }

  private static SignalHarvesterStatus report(
      Observation observation,
      Settled asked,
      Revisions revisions,
      Stores stores,
      Optional<Blocker> blocker,
      Instant now) {
    Progress progress =
        new Progress(
            revisions.wanted(),
            revisions
                .stable()
                .map(stable ->
                    new Progress.Serving(
                        stable.revision(),
                        revisions.image(stable.revision()),
                        stable.since().toString(),
                        revisions.pods(stable.revision()))),
            stores.databaseReady(),
            stores.cacheReady(),
            revisions.schema(),
            revisions.exposure(),
            revisions.draining(),
            revisions.pods(revisions.wanted()),
            workerTrouble(observation, revisions));
    return StatusReport.of(
        observation, asked, progress, part -> trouble(observation, revisions, part), blocker, now);
  }

  private static Optional<String> workerTrouble(Observation observation, Revisions revisions) {
    return revisions
        .stable()
        .filter(stable -> revisions.activation(stable.revision()) == Progress.Step.FAILED)
        .map(stable -> "revision %s could not be named active".formatted(stable.revision()))
        .or(() -> trouble(observation, revisions, Component.WORKER));
  }

  /** What keeps the pods of one part from being Ready; the schema Job also says so itself. */
  private static Optional<String> trouble(
      Observation observation, Revisions revisions, Component part) {
    List<Pod> waiting =
        observation
            .all(Pod.class)
            .filter(pod -> part.label().equals(pod.getMetadata().getLabels().get(Labels.COMPONENT)))
            .filter(pod -> !isReady(pod))
            .toList();
    return PodTrouble.first(waiting)
        .or(() -> part == Component.SCHEMA ? revisions.schemaFailure() : Optional.empty());
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && ("Succeeded".equals(pod.getStatus().getPhase())
            || pod.getStatus().getConditions().stream()
                .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus())));
  }
}
