/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

import io.signalharvester.api.v1alpha1.Condition;
import io.signalharvester.api.v1alpha1.PodCount;
import io.signalharvester.api.v1alpha1.RevisionStatus;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.api.v1alpha1.StoreStatus;
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
    Optional<Progress.Serving> stable = progress.stable();
    return new SignalHarvesterStatus(
        observation.generation(),
        conditions(observation, progress, trouble, blocker, now),
        asked.parentRefs().isEmpty() || asked.hosts().isEmpty()
            ? null
            : SCHEME + asked.hosts().getFirst(),
        stable.map(serving -> ImageName.version(serving.image())).orElse(null),
        progress.state().text(),
        stable.map(s -> s.pods().ready() + "/" + s.pods().desired()).orElse(null),
        stable
            .map(s -> new RevisionStatus(s.revision(), s.image(), s.since(), s.pods()))
            .orElse(null),
        progress.promoted()
            ? null
            : new RevisionStatus(progress.wanted(), asked.image(), null, progress.wantedPods()),
        new StoreStatus("managed", asked.database().image()),
        new StoreStatus("managed", asked.cache().image()),
        stable.map(serving -> serving.pods().ready()).orElse(0),
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
    Verdict available = available(progress, why);
    Verdict schema = schema(progress, why);
    Verdict ready =
        blocker
            .map(b -> new Verdict(false, b.reason(), b.message()))
            .orElseGet(() -> ready(progress, available, why));
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
    set(conditions, "SchemaCurrent", schema);
    set(conditions, "ExposureReady", exposure(progress));
    Optional<Blocker> stalled =
        blocker
            .filter(Blocker::stalled)
            .or(() ->
                progress.schema() == Progress.Step.FAILED && !progress.promoted()
                    ? Optional.of(new Blocker(true, schema.reason(), schema.message()))
                    : Optional.empty());
    stalled.ifPresent(b -> conditions.abnormal("Stalled", true, b.reason(), b.message()));
    conditions.abnormal(
        "Reconciling", stalled.isEmpty() && !ready.status(), ready.reason(), ready.message());
    progress
        .stable()
        .map(Progress.Serving::pods)
        .filter(pods -> pods.ready() < pods.desired())
        .ifPresentOrElse(
            pods -> conditions.abnormal("Degraded", true, available.reason(), available.message()),
            () ->
                progress
                    .workerTrouble()
                    .ifPresent(text ->
                        conditions.abnormal(
                            "Degraded",
                            true,
                            Reason.WORKERS_NOT_WORKING,
                            "background work waits: " + text)));
    return conditions.list();
  }

  private static void set(Conditions conditions, String type, Verdict verdict) {
    conditions.set(type, verdict.status(), verdict.reason(), verdict.message());
  }

  private static Verdict store(boolean ready, String name, String why) {
    return ready
        ? new Verdict(true, Reason.STORE_READY, "the " + name + " answers")
        : new Verdict(false, Reason.STORES_STARTING, "the " + name + " is not Ready" + why);
  }

  private record Verdict(boolean status, Reason reason, String message) {}

  private static Verdict available(Progress progress, Function<Component, String> troubles) {
    if (progress.stable().isEmpty()) {
      return new Verdict(false, Reason.NOT_INSTALLED, "no revision serves yet");
    }
    String why = troubles.apply(Component.API);
    PodCount pods = progress.stable().get().pods();
    String count = "%d of %d pods are Ready".formatted(pods.ready(), pods.desired());
    if (pods.ready() < Math.max(1, pods.desired() - 1)) {
      return new Verdict(false, Reason.TOO_FEW_PODS, count + why);
    }
    return pods.ready() < pods.desired()
        ? new Verdict(true, Reason.SOME_PODS_READY, count + why)
        : new Verdict(true, Reason.SERVING, count);
  }

  private static Verdict ready(
      Progress progress, Verdict available, Function<Component, String> troubles) {
    if (!progress.promoted()) {
      return switch (progress.state()) {
        case PREPARING ->
            new Verdict(
                false,
                Reason.STORES_STARTING,
                "waiting for %s to be Ready%s"
                    .formatted(stores(progress), storeTrouble(progress, troubles)));
        case EXPANDING -> schema(progress, troubles);
        case STARTING ->
            new Verdict(
                false,
                Reason.PODS_STARTING,
                "%d of %d pods of revision %s are Ready%s"
                    .formatted(
                        progress.wantedPods().ready(),
                        progress.wantedPods().desired(),
                        progress.wanted(),
                        troubles.apply(Component.API)));
        case PROMOTING, IDLE -> throw new IllegalStateException("both mean promoted");
      };
    }
    if (!available.status()) {
      return available;
    }
    Verdict exposure = exposure(progress);
    if (!exposure.status()) {
      return exposure;
    }
    if (progress.state() == State.PROMOTING) {
      return new Verdict(
          false,
          Reason.SWITCHING,
          "traffic has moved to revision %s; the previous one drains".formatted(progress.wanted()));
    }
    return new Verdict(true, Reason.SERVING, "revision %s serves".formatted(progress.wanted()));
  }

  private static Verdict schema(Progress progress, Function<Component, String> troubles) {
    if (progress.promoted() || progress.schema() == Progress.Step.DONE) {
      return new Verdict(true, Reason.SCHEMA_CURRENT, "the schema is at the level needed");
    }
    String why = troubles.apply(Component.SCHEMA);
    return progress.schema() == Progress.Step.FAILED
        ? new Verdict(false, Reason.SCHEMA_FAILED, "the schema Job failed" + why)
        : new Verdict(false, Reason.SCHEMA_RUNNING, "the schema is being brought up to date" + why);
  }

  private static Verdict exposure(Progress progress) {
    return switch (progress.route()) {
      case IN_CLUSTER -> new Verdict(true, Reason.IN_CLUSTER_ONLY, "no exposure is asked for");
      case ACCEPTED -> new Verdict(true, Reason.ROUTE_ACCEPTED, "the route is accepted");
      case PENDING ->
          new Verdict(
              false,
              Reason.ROUTE_NOT_ACCEPTED,
              progress.stable().isEmpty()
                  ? "the route is made when the first revision serves"
                  : "a Gateway has not accepted the route yet");
    };
  }

  private static String storeTrouble(Progress progress, Function<Component, String> troubles) {
    return progress.databaseReady()
        ? troubles.apply(Component.CACHE)
        : troubles.apply(Component.DATABASE);
  }

  private static String stores(Progress progress) {
    if (!progress.databaseReady() && !progress.cacheReady()) {
      return "the database and the cache";
    }
    return progress.databaseReady() ? "the cache" : "the database";
  }

  private static String selector(String instance, String revision) {
    return Labels.apiSelector(instance, revision).entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }
}
