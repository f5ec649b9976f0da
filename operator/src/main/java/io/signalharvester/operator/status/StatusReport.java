/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

import io.signalharvester.api.v1alpha1.Condition;
import io.signalharvester.api.v1alpha1.PodCount;
import io.signalharvester.api.v1alpha1.RevisionStatus;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.operator.model.Component;
import io.signalharvester.operator.model.ImageName;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.observe.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the whole status of a resource from the facts of one pass. */
public final class StatusReport {

  private static final String SCHEME = "http://";

  private StatusReport() {}

  /**
   * The status of an installation.
   *
   * @param asked what the user asked for
   * @param progress where it stands
   * @param trouble what keeps the pods of a part from being Ready, if anything
   * @param blocker what stands in the way beside that, if anything
   */
  public static SignalHarvesterStatus of(
      Observation observation,
      Settled asked,
      Progress progress,
      Function<Component, Optional<String>> trouble,
      Optional<Blocker> blocker,
      Instant now) {
    Optional<RevisionStatus> stable = progress.stable();
    return new SignalHarvesterStatus(
        observation.generation(),
        conditions(observation, progress, trouble, blocker, now),
        asked.parentRefs().isEmpty() || asked.hosts().isEmpty()
            ? null
            : SCHEME + asked.hosts().getFirst(),
        stable.map(serving -> ImageName.version(serving.image())).orElse(null),
        progress.state(),
        progress.pods().map(pods -> pods.ready() + "/" + pods.desired()).orElse(null),
        stable.orElse(null),
        progress.candidate().orElse(null),
        progress.previous().orElse(null),
        progress.rollout().orElse(null),
        progress.actionsHandled().isEmpty() ? null : progress.actionsHandled(),
        ExternalStatus.of(asked.external().database(), asked.database()),
        ExternalStatus.of(asked.external().cache(), asked.cache()),
        progress.pods().map(PodCount::ready).orElse(0),
        stable.map(serving -> selector(asked.name(), serving.revision())).orElse(null));
  }

  private static List<Condition> conditions(
      Observation observation,
      Progress progress,
      Function<Component, Optional<String>> trouble,
      Optional<Blocker> blocker,
      Instant now) {
    Conditions conditions =
        new Conditions(
            Optional.ofNullable(observation.status().conditions()).orElse(List.of()),
            observation.generation(),
            now);
    Function<Component, String> why =
        part -> trouble.apply(part).map(text -> "; " + text).orElse("");
    Statement available = available(progress, why);
    Statement ready =
        blocker
            .map(b -> new Statement(false, b.stalled(), b.reason(), b.message()))
            .orElseGet(() -> ready(progress, available));
    set(conditions, "Available", available);
    set(conditions, "Ready", ready);
    set(
        conditions,
        "DatabaseReady",
        store(progress.databaseReady(), "database", why.apply(Component.DATABASE)));
    set(
        conditions,
        "CacheReady",
        store(progress.cacheReady(), "cache", why.apply(Component.CACHE)));
    ExternalStatus.state(conditions, observation, progress.databaseReady(), progress.cacheReady());
    set(conditions, "SchemaCurrent", progress.schema());
    set(conditions, "ExposureReady", exposure(progress));
    conditions.abnormal("Stalled", ready.stalled(), ready.reason(), ready.message());
    conditions.abnormal(
        "Reconciling", !ready.stalled() && !ready.holds(), ready.reason(), ready.message());
    progress
        .rollout()
        .filter(rollout -> "RolledBack".equals(rollout.state()))
        .flatMap(rollout -> Optional.ofNullable(rollout.verdict()))
        .ifPresent(
            verdict -> conditions.abnormal("RolledBack", verdict.reason(), verdict.message()));
    degraded(progress, available)
        .ifPresent(less -> conditions.abnormal("Degraded", true, less.reason(), less.message()));
    limited(progress)
        .ifPresent(limit -> conditions.abnormal("Limited", true, limit.reason(), limit.message()));
    return conditions.list();
  }

  /** Serving with less than wanted. */
  private static Optional<Statement> degraded(Progress progress, Statement available) {
    if (progress.pods().filter(pods -> pods.ready() < pods.desired()).isPresent()) {
      return Optional.of(available);
    }
    return progress
        .workerTrouble()
        .map(text -> Statement.no(Reason.WORKERS_NOT_WORKING, "background work waits: " + text));
  }

  /** One condition for all limits, with the reason of the first. */
  private static Optional<Progress.Limit> limited(Progress progress) {
    return progress.limits().stream()
        .reduce((first, second) ->
            new Progress.Limit(first.reason(), first.message() + "; " + second.message()));
  }

  private static void set(Conditions conditions, String type, Statement statement) {
    conditions.set(type, statement.holds(), statement.reason(), statement.message());
  }

  private static Statement store(boolean ready, String name, String why) {
    return ready
        ? Statement.yes(Reason.STORE_READY, "the " + name + " answers")
        : Statement.no(Reason.STORES_STARTING, "the " + name + " is not Ready" + why);
  }

  private static Statement available(Progress progress, Function<Component, String> troubles) {
    if (progress.pods().isEmpty()) {
      return Statement.no(Reason.NOT_INSTALLED, "no revision serves yet");
    }
    String why = troubles.apply(Component.API);
    PodCount pods = progress.pods().get();
    String count = "%d of %d pods are Ready".formatted(pods.ready(), pods.desired());
    if (pods.ready() < Math.max(1, pods.desired() - 1)) {
      return Statement.no(Reason.TOO_FEW_PODS, count + why);
    }
    return pods.ready() < pods.desired()
        ? Statement.yes(Reason.SOME_PODS_READY, count + why)
        : Statement.yes(Reason.SERVING, count);
  }

  private static Statement ready(Progress progress, Statement available) {
    if (progress.against().isPresent()) {
      return progress.against().get();
    }
    if (!available.holds()) {
      return available;
    }
    Statement exposure = exposure(progress);
    return exposure.holds()
        ? Statement.yes(
            Reason.SERVING,
            "revision %s serves"
                .formatted(progress.stable().map(RevisionStatus::revision).orElse("")))
        : exposure;
  }

  private static Statement exposure(Progress progress) {
    return switch (progress.exposure()) {
      case IN_CLUSTER -> Statement.yes(Reason.IN_CLUSTER_ONLY, "no exposure is asked for");
      case ACCEPTED -> Statement.yes(Reason.ROUTE_ACCEPTED, "the route is accepted");
      case PENDING ->
          Statement.no(
              Reason.ROUTE_NOT_ACCEPTED,
              progress.stable().isEmpty()
                  ? "the route is made when the first revision serves"
                  : "a Gateway has not accepted the route yet");
    };
  }

  private static String selector(String instance, String revision) {
    return Labels.apiSelector(instance, revision).entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }
}
