/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.signalharvester.operator.model.ApiPods;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.model.Snapshot;
import io.signalharvester.operator.model.Workers;
import io.signalharvester.operator.model.Workload;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.rollout.JobReport;
import io.signalharvester.operator.rollout.Upkeep;
import io.signalharvester.operator.traffic.Route;
import io.signalharvester.operator.traffic.StableService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The writes of one pass, in the order of need: network policies, stores, the revision in question,
 * what serves, clean-up. What was planned once stays in the plan, so that every pass also heals.
 */
final class Steps {

  private final Observation observation;
  private final Settled asked;
  private final Revisions revisions;
  private final Stores stores;
  private final Course course;
  private final Isolation isolation;

  Steps(
      Observation observation,
      Settled asked,
      Revisions revisions,
      Stores stores,
      Course course,
      Isolation isolation) {
    this.observation = observation;
    this.asked = asked;
    this.revisions = revisions;
    this.stores = stores;
    this.course = course;
    this.isolation = isolation;
  }

  List<Step> all() {
    if (asked.paused()) {
      return paused();
    }
    List<Step> steps = new ArrayList<>(isolation.steps());
    if (asked.pods().account().isEmpty()) {
      steps.add(new Step.Apply(Workload.serviceAccount(asked)));
    }
    steps.addAll(stores.steps());
    course.state().revision().ifPresent(revision -> steps.addAll(candidate(revision)));
    Optional<StableService.Stable> stable = course.stable();
    if (stable.isPresent()) {
      Optional<ConfigMap> snapshot = revisions.snapshot(stable.get().revision());
      if (snapshot.isEmpty()) {
        // Without it the serving revision cannot be rendered again: nothing of it may go.
        return steps;
      }
      steps.addAll(serving(stable.get(), snapshot.get()));
    }
    steps.addAll(pruning(steps));
    return steps;
  }

  /** A pause stops every change but the way back. */
  private List<Step> paused() {
    boolean back =
        course.state().upkeep() == Upkeep.NOTHING && course.state().revision().isPresent();
    return back
        ? pruning(List.of()).stream()
            .filter(step ->
                step instanceof Step.Delete(var child)
                    && course
                        .state()
                        .revision()
                        .equals(Optional.ofNullable(Revisions.revisionOf(child))))
            .toList()
        : List.of();
  }

  private List<Step> pruning(List<Step> wanted) {
    Set<String> running = revisions.running().collect(Collectors.toSet());
    return Pruning.of(observation, asked, course, running, wanted);
  }

  /** What the state keeps up of the revision in question. */
  private List<Step> candidate(String revision) {
    Upkeep upkeep = course.state().upkeep();
    Optional<ConfigMap> snapshot = revisions.snapshot(revision);
    if (!upkeep.includes(Upkeep.QUESTION) || snapshot.isEmpty()) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>(frozen(revision, snapshot.get()));
    PodTemplateSpec template = Snapshot.template(snapshot.get());
    if (upkeep == Upkeep.QUESTION && stores.missing().isEmpty()) {
      steps.add(new Step.Create(Workload.planJob(asked, revision, template)));
    }
    if (upkeep == Upkeep.SCHEMA) {
      steps.add(new Step.Create(Workload.schemaJob(asked, revision, template)));
    }
    if (upkeep.includes(Upkeep.PODS)) {
      revisions.objects(revision).forEach(object -> steps.add(new Step.Apply(object)));
    }
    return steps;
  }

  /** The snapshot, and on it what the image said of itself as soon as that is known. */
  private List<Step> frozen(String revision, ConfigMap snapshot) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Create(snapshot));
    revisions
        .answer(revision)
        .ifPresent(answer -> steps.add(new Step.Apply(Snapshot.answered(snapshot, answer))));
    return steps;
  }

  /** Everything that points at the stable revision, and the pods behind it. */
  private List<Step> serving(StableService.Stable stable, ConfigMap snapshot) {
    String revision = stable.revision();
    PodTemplateSpec template = Snapshot.template(snapshot);
    List<Step> steps = new ArrayList<>();
    if (course.state().revision().filter(revision::equals).isEmpty()) {
      steps.addAll(frozen(revision, snapshot));
      revisions.objects(revision).forEach(object -> steps.add(new Step.Apply(object)));
    }
    Service ofRevision = ApiPods.service(asked, revision, template);
    steps.add(new Step.Apply(StableService.of(asked, stable, ofRevision)));
    if (!asked.parentRefs().isEmpty()) {
      steps.add(new Step.Apply(Route.of(asked, revision, ofRevision)));
    }
    steps.add(new Step.Create(Workload.activation(asked, revision, template)));
    if (activated(revision)) {
      revisions
          .workerTemplate(revision)
          .ifPresent(frozen -> steps.add(new Step.Apply(Workers.deployment(asked, frozen))));
    }
    asked
        .pipelines()
        .forEach(
            pipeline -> steps.add(new Step.Apply(Workload.pipeline(asked, pipeline, template))));
    return steps;
  }

  private boolean activated(String revision) {
    return new Jobs(observation).report(asked.names().activation(revision)).phase()
        == JobReport.Phase.DONE;
  }
}
