/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.signalharvester.api.v1alpha1.PodCount;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.model.Revision;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.model.Snapshot;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.status.Progress;
import io.signalharvester.operator.traffic.Route;
import io.signalharvester.operator.traffic.StableService;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The revisions of an installation: which one is wanted, which one serves, how far the wanted one
 * is, and the objects of both.
 */
final class Revisions {

  // Two seconds for the gateway to take the switch up, three for it to stop sending.
  private static final Duration SETTLE = Duration.ofSeconds(10);

  private final Observation observation;
  private final Settled asked;
  private final String wanted;
  private final Optional<StableService.Stable> recorded;
  private final Instant now;

  Revisions(Observation observation, Settled asked, Instant now) {
    this.observation = observation;
    this.asked = asked;
    this.wanted = Revision.of(observation.resource().getSpec());
    this.recorded = StableService.read(observation.find(Service.class, asked.names().service()));
    this.now = now;
  }

  String wanted() {
    return wanted;
  }

  /** The snapshot of the wanted revision: the one that exists, or one of what is asked for now. */
  ConfigMap snapshot() {
    return snapshot(wanted).orElseGet(() -> Snapshot.of(asked, wanted));
  }

  private Optional<ConfigMap> snapshot(String revision) {
    return observation.find(ConfigMap.class, asked.names().snapshot(revision));
  }

  /** The schema Job of the wanted revision. */
  Progress.Step schema() {
    return step(asked.names().schemaJob(wanted));
  }

  /** The Job after which a revision's workers may take up work. */
  Progress.Step activation(String revision) {
    return step(asked.names().activation(revision));
  }

  private Progress.Step step(String job) {
    return observation
        .find(Job.class, job)
        .map(found ->
            finished(found, "Complete")
                ? Progress.Step.DONE
                : finished(found, "Failed") ? Progress.Step.FAILED : Progress.Step.RUNNING)
        .orElse(Progress.Step.ABSENT);
  }

  private static boolean finished(Job job, String type) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(c -> type.equals(c.getType()) && "True".equals(c.getStatus()));
  }

  /** Pods of a revision, from its Deployment. */
  PodCount pods(String revision) {
    return observation
        .find(Deployment.class, asked.names().api(revision))
        .map(deployment ->
            new PodCount(
                Optional.ofNullable(deployment.getStatus())
                    .map(status -> status.getReadyReplicas())
                    .orElse(0),
                asked.replicas()))
        .orElse(new PodCount(0, asked.replicas()));
  }

  /**
   * The revision that is stable after this pass: the wanted one as soon as all its pods are Ready,
   * until then the one on record.
   */
  Optional<StableService.Stable> stable() {
    boolean isWanted = recorded.map(stable -> stable.revision().equals(wanted)).orElse(false);
    PodCount pods = pods(wanted);
    if (!isWanted && schema() == Progress.Step.DONE && pods.ready() >= pods.desired()) {
      return Optional.of(new StableService.Stable(wanted, now.truncatedTo(ChronoUnit.SECONDS)));
    }
    return recorded;
  }

  /** What serves is what is wanted. */
  boolean promoted() {
    return stable().filter(stable -> stable.revision().equals(wanted)).isPresent();
  }

  /** How the Gateways took the route that is wanted now. */
  Progress.Exposure exposure() {
    if (asked.parentRefs().isEmpty()) {
      return Progress.Exposure.IN_CLUSTER;
    }
    return stable()
        .flatMap(stable -> route().filter(route -> Route.inForce(route, asked, stable.revision())))
        .map(route -> Progress.Exposure.ACCEPTED)
        .orElse(Progress.Exposure.PENDING);
  }

  /** When the route was led to the stable revision: once on record, else now. */
  Instant routedSince() {
    return stable()
        .flatMap(
            stable -> route().flatMap(route -> Route.leadsSince(route, asked, stable.revision())))
        .orElse(now.truncatedTo(ChronoUnit.SECONDS));
  }

  /**
   * The previous revision still runs, because it may still get requests: no Gateway has taken the
   * switch up, or one did just now.
   */
  boolean draining() {
    return stable().isPresent()
        && previous()
        && (exposure() == Progress.Exposure.PENDING
            || settlesIn().filter(Duration::isPositive).isPresent());
  }

  /**
   * How long the previous revision still has to stay; empty while nothing is known of a Gateway.
   */
  Optional<Duration> settlesIn() {
    if (exposure() == Progress.Exposure.PENDING) {
      return Optional.empty();
    }
    return stable()
        .map(stable -> exposure() == Progress.Exposure.ACCEPTED ? routedSince() : stable.since())
        .map(since -> Duration.between(now, since.plus(SETTLE)));
  }

  private Optional<HTTPRoute> route() {
    return observation.find(HTTPRoute.class, asked.names().route());
  }

  /** What the schema Job itself says of its failure; its pods may be gone by then. */
  Optional<String> schemaFailure() {
    return observation.find(Job.class, asked.names().schemaJob(wanted)).stream()
        .filter(job -> job.getStatus() != null)
        .flatMap(job -> job.getStatus().getConditions().stream())
        .filter(c -> "Failed".equals(c.getType()) && "True".equals(c.getStatus()))
        .map(c -> "%s: %s".formatted(c.getReason(), c.getMessage()))
        .findFirst();
  }

  private boolean previous() {
    return observation
        .all(Deployment.class)
        .filter(d -> d.getMetadata().getLabels().containsKey(Labels.REVISION))
        .anyMatch(d -> !d.getMetadata().getName().equals(asked.names().api(wanted)));
  }

  /** The frozen template of a revision; that of the wanted one may be new. */
  Optional<PodTemplateSpec> template(String revision) {
    return revision.equals(wanted)
        ? Optional.of(Snapshot.template(snapshot()))
        : snapshot(revision).map(Snapshot::template);
  }

  /** The frozen template of a revision's workers. */
  Optional<PodTemplateSpec> workerTemplate(String revision) {
    return snapshot(revision).map(found -> Snapshot.workerTemplate(found, asked.name()));
  }

  /** The image of a revision, as the user wrote it. */
  String image(String revision) {
    return snapshot(revision).map(Snapshot::image).orElse(asked.image());
  }

  /** The objects of a revision. */
  List<HasMetadata> objects(String revision) {
    return template(revision)
        .map(template -> RevisionObjects.of(asked, revision, template))
        .orElse(List.of());
  }
}
