/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.signalharvester.api.v1alpha1.PodCount;
import io.signalharvester.api.v1alpha1.RevisionStatus;
import io.signalharvester.operator.model.Component;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.model.PlanAnswer;
import io.signalharvester.operator.model.Revision;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.model.Snapshot;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.rollout.PodReport;
import io.signalharvester.operator.status.Exposure;
import io.signalharvester.operator.status.PodTrouble;
import io.signalharvester.operator.traffic.Route;
import io.signalharvester.operator.traffic.StableService;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The revisions of an installation as they are in the cluster: snapshots, pods, who serves. */
final class Revisions {

  private final Observation observation;
  private final Settled asked;
  private final String wanted;
  private final Optional<StableService.Stable> recorded;

  Revisions(Observation observation, Settled asked) {
    this.observation = observation;
    this.asked = asked;
    this.wanted = Revision.of(observation.resource().getSpec());
    this.recorded =
        StableService.read(observation.find(Service.class, asked.names().service()))
            .or(() -> lastKnown(observation));
  }

  /** The Service was deleted by hand: status still says whom it led to. */
  private static Optional<StableService.Stable> lastKnown(Observation observation) {
    return Optional.ofNullable(observation.status().stable())
        .map(stable -> StableService.stable(stable.revision(), stable.since()));
  }

  /** The revision that the spec asks for. */
  String wanted() {
    return wanted;
  }

  /** The revision that is on record as the serving one. */
  Optional<StableService.Stable> recorded() {
    return recorded;
  }

  /** The snapshot of a revision; that of the wanted one may have to be made. */
  Optional<ConfigMap> snapshot(String revision) {
    Optional<ConfigMap> found = stored(revision);
    return found.isPresent() || !revision.equals(wanted)
        ? found
        : Optional.of(Snapshot.of(asked, wanted));
  }

  private Optional<ConfigMap> stored(String revision) {
    return observation.find(ConfigMap.class, asked.names().snapshot(revision));
  }

  /** The frozen template of a revision's API pods. */
  Optional<PodTemplateSpec> template(String revision) {
    return snapshot(revision).map(Snapshot::template);
  }

  /** The frozen template of a revision's workers. */
  Optional<PodTemplateSpec> workerTemplate(String revision) {
    return snapshot(revision).map(Snapshot::workerTemplate);
  }

  /** What the image of a revision said of itself: on record, or in the pods of its plan Job. */
  Optional<PlanAnswer> answer(String revision) {
    Optional<PlanAnswer> onRecord =
        stored(revision).map(Snapshot::answer).filter(answer -> answer.needs().isPresent());
    return onRecord.isPresent()
        ? onRecord
        : PlanAnswer.of(
            observation
                .all(Pod.class)
                .filter(pod -> ofJob(pod, asked.names().planJob(revision)))
                .toList());
  }

  static boolean ofJob(Pod pod, String job) {
    return job.equals(pod.getMetadata().getLabels().get("job-name"));
  }

  /** What a revision has: its Deployment, its Service and what keeps its pods many enough. */
  List<HasMetadata> objects(String revision) {
    return template(revision)
        .map(template -> RevisionObjects.of(asked, scaling(), revision, template))
        .orElse(List.of());
  }

  private Scaling scaling() {
    return new Scaling(observation, asked, recorded.map(StableService.Stable::revision));
  }

  /** How the API pods of a revision are. */
  PodReport pods(String revision) {
    List<Pod> pods = apiPods().filter(pod -> revision.equals(revisionOf(pod))).toList();
    Optional<Deployment> deployment =
        observation.find(Deployment.class, asked.names().api(revision));
    return new PodReport(
        new PodCount(deployment.map(Revisions::ready).orElse(0), scaling().wanted(revision)),
        PodTrouble.crashing(pods),
        deployment.isPresent() || !pods.isEmpty(),
        PodTrouble.first(pods.stream().filter(pod -> !Pods.ready(pod)).toList()));
  }

  private static int ready(Deployment deployment) {
    return deployment.getStatus() == null
        ? 0
        : Objects.requireNonNullElse(deployment.getStatus().getReadyReplicas(), 0);
  }

  /** Revisions that have a Deployment or pods. */
  Stream<String> running() {
    return Stream.concat(
            observation.all(Deployment.class).map(Revisions::revisionOf),
            apiPods().map(Revisions::revisionOf))
        .filter(Objects::nonNull)
        .distinct();
  }

  private Stream<Pod> apiPods() {
    return observation
        .all(Pod.class)
        .filter(pod ->
            Component.API.label().equals(pod.getMetadata().getLabels().get(Labels.COMPONENT)));
  }

  static @Nullable String revisionOf(HasMetadata child) {
    return child.getMetadata().getLabels().get(Labels.REVISION);
  }

  /** How the Gateways took the route to a revision. */
  Exposure exposure(Optional<String> serving) {
    if (asked.parentRefs().isEmpty()) {
      return Exposure.IN_CLUSTER;
    }
    return serving
        .flatMap(revision ->
            observation
                .find(HTTPRoute.class, asked.names().route())
                .filter(route -> Route.inForce(route, asked, revision)))
        .map(route -> Exposure.ACCEPTED)
        .orElse(Exposure.PENDING);
  }

  /** A revision as status shows it. */
  RevisionStatus status(String revision, @Nullable Instant since) {
    PlanAnswer answer =
        answer(revision).orElseGet(() -> new PlanAnswer(Optional.empty(), Optional.empty()));
    return new RevisionStatus(
        revision,
        stored(revision).map(Snapshot::image).orElse(asked.image()),
        answer.digest().orElse(null),
        answer.needs().orElse(null),
        since == null ? null : since.toString(),
        pods(revision).count());
  }
}
