/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

import io.signalharvester.api.v1alpha1.Condition;
import io.signalharvester.api.v1alpha1.PodCount;
import io.signalharvester.api.v1alpha1.RevisionStatus;
import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import io.signalharvester.api.v1alpha1.StoreStatus;
import io.signalharvester.operator.model.ImageName;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.observe.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the whole status of a resource from the facts of one pass. */
public final class StatusReport {

  private static final String SCHEME = "http://";

  private StatusReport() {}

  /**
   * The status of an installation that is being worked on or serves.
   *
   * @param asked what the user asked for
   * @param progress where it stands
   * @param trouble what keeps pods from being Ready, if anything
   */
  public static SignalHarvesterStatus of(
      Observation observation,
      Settled asked,
      Progress progress,
      Optional<String> trouble,
      Instant now) {
    Optional<Progress.Serving> stable = progress.stable();
    return new SignalHarvesterStatus(
        observation.generation(),
        conditions(observation, progress, trouble, now),
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

  /** The status of a spec that is not acted on: what runs is left as it is, and says so. */
  public static SignalHarvesterStatus refused(
      Observation observation, Reason reason, String message, Instant now) {
    return unchanged(observation, "Stalled", reason, message, now);
  }

  /** The status after a write that the API server refused; the operator tries again. */
  public static SignalHarvesterStatus failed(Observation observation, String message, Instant now) {
    return unchanged(observation, "Reconciling", Reason.APPLY_FAILED, message, now);
  }

  private static SignalHarvesterStatus unchanged(
      Observation observation, String abnormal, Reason reason, String message, Instant now) {
    SignalHarvesterStatus before = observation.status();
    List<Condition> previous = Optional.ofNullable(before.conditions()).orElse(List.of());
    Conditions conditions = new Conditions(previous, observation.generation(), now);
    boolean available = isTrue(previous, "Available");
    conditions.set(
        "Available",
        available,
        available ? Reason.SERVING : Reason.NOT_INSTALLED,
        available ? "the revision before this change still serves" : "no revision serves");
    conditions.set("Ready", false, reason, message);
    conditions.abnormal(abnormal, true, reason, message);
    return new SignalHarvesterStatus(
        observation.generation(),
        conditions.list(),
        before.url(),
        before.version(),
        before.state(),
        before.podsReady(),
        before.stable(),
        before.candidate(),
        before.database(),
        before.cache(),
        before.replicas(),
        before.selector());
  }

  private static List<Condition> conditions(
      Observation observation, Progress progress, Optional<String> trouble, Instant now) {
    List<Condition> previous =
        Optional.ofNullable(observation.status().conditions()).orElse(List.of());
    Conditions conditions = new Conditions(previous, observation.generation(), now);
    String why = trouble.map(text -> "; " + text).orElse("");
    Verdict available = available(progress, why);
    Verdict ready = ready(progress, available, why);
    conditions.set("Available", available.status(), available.reason(), available.message());
    conditions.set("Ready", ready.status(), ready.reason(), ready.message());
    conditions.set(
        "DatabaseReady",
        progress.databaseReady(),
        progress.databaseReady() ? Reason.STORE_READY : Reason.STORES_STARTING,
        progress.databaseReady() ? "the database answers" : "the database is not Ready" + why);
    conditions.set(
        "CacheReady",
        progress.cacheReady(),
        progress.cacheReady() ? Reason.STORE_READY : Reason.STORES_STARTING,
        progress.cacheReady() ? "the cache answers" : "the cache is not Ready" + why);
    Verdict schema = schema(progress, why);
    conditions.set("SchemaCurrent", schema.status(), schema.reason(), schema.message());
    Verdict exposure = exposure(progress);
    conditions.set("ExposureReady", exposure.status(), exposure.reason(), exposure.message());
    boolean stalled = progress.schema() == Progress.Schema.FAILED && !progress.promoted();
    boolean working = progress.state() != State.IDLE && !stalled;
    conditions.abnormal("Reconciling", working, ready.reason(), ready.message());
    conditions.abnormal("Stalled", stalled, Reason.SCHEMA_FAILED, schema.message());
    progress
        .stable()
        .map(Progress.Serving::pods)
        .filter(pods -> pods.ready() < pods.desired())
        .ifPresent(
            pods -> conditions.abnormal("Degraded", true, available.reason(), available.message()));
    return conditions.list();
  }

  private record Verdict(boolean status, Reason reason, String message) {}

  private static Verdict available(Progress progress, String why) {
    if (progress.stable().isEmpty()) {
      return new Verdict(false, Reason.NOT_INSTALLED, "no revision serves yet" + why);
    }
    PodCount pods = progress.stable().get().pods();
    String count = "%d of %d pods are Ready".formatted(pods.ready(), pods.desired());
    if (pods.ready() < Math.max(1, pods.desired() - 1)) {
      return new Verdict(false, Reason.TOO_FEW_PODS, count + why);
    }
    return pods.ready() < pods.desired()
        ? new Verdict(true, Reason.SOME_PODS_READY, count + why)
        : new Verdict(true, Reason.SERVING, count);
  }

  private static Verdict ready(Progress progress, Verdict available, String why) {
    if (!progress.promoted()) {
      return switch (progress.state()) {
        case PREPARING ->
            new Verdict(
                false,
                Reason.STORES_STARTING,
                "waiting for %s to be Ready%s".formatted(stores(progress), why));
        case EXPANDING -> schema(progress, why);
        case STARTING ->
            new Verdict(
                false,
                Reason.PODS_STARTING,
                "%d of %d pods of revision %s are Ready%s"
                    .formatted(
                        progress.wantedPods().ready(),
                        progress.wantedPods().desired(),
                        progress.wanted(),
                        why));
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

  private static Verdict schema(Progress progress, String why) {
    if (progress.promoted() || progress.schema() == Progress.Schema.DONE) {
      return new Verdict(true, Reason.SCHEMA_CURRENT, "the schema is at the level needed");
    }
    return progress.schema() == Progress.Schema.FAILED
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

  private static boolean isTrue(List<Condition> conditions, String type) {
    return conditions.stream().anyMatch(c -> c.type().equals(type) && c.status().equals("True"));
  }
}
