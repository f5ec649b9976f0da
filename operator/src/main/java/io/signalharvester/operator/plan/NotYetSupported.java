/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.signalharvester.api.v1alpha1.ActionsSpec;
import io.signalharvester.api.v1alpha1.CacheSpec;
import io.signalharvester.api.v1alpha1.DatabaseSpec;
import io.signalharvester.api.v1alpha1.ExposureSpec;
import io.signalharvester.api.v1alpha1.GatewaySpec;
import io.signalharvester.api.v1alpha1.ManagedCache;
import io.signalharvester.api.v1alpha1.ManagedDatabase;
import io.signalharvester.api.v1alpha1.ProofSpec;
import io.signalharvester.api.v1alpha1.RolloutSpec;
import io.signalharvester.api.v1alpha1.SignalHarvesterSpec;
import io.signalharvester.operator.model.Postgres;
import io.signalharvester.operator.model.Redis;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.observe.Observation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields that this version knows and does not act on. Using one stops all changes with a
 * message that names it: a field that silently does nothing would be worse.
 */
final class NotYetSupported {

  private static final Map<String, Predicate<SignalHarvesterSpec>> FIELDS = fields();

  private NotYetSupported() {}

  /** Paths of the fields that a resource uses and that nothing acts on, in order. */
  static List<String> in(Observation observation, Settled asked) {
    SignalHarvesterSpec spec = observation.resource().getSpec();
    Stream<String> fields =
        FIELDS.entrySet().stream()
            .filter(field -> field.getValue().test(spec))
            .map(Map.Entry::getKey);
    return Stream.concat(fields, growth(observation, asked)).toList();
  }

  private static Map<String, Predicate<SignalHarvesterSpec>> fields() {
    Map<String, Predicate<SignalHarvesterSpec>> fields = new LinkedHashMap<>();
    fields.put("spec.migrations", spec -> spec.migrations() != null);
    fields.put("spec.rollout.strategy", rollout(RolloutSpec::strategy));
    fields.put("spec.rollout.steps", rollout(RolloutSpec::steps));
    fields.put("spec.rollout.analysis", rollout(RolloutSpec::analysis));
    fields.put("spec.rollout.pinnedTesters", rollout(RolloutSpec::pinnedTesters));
    fields.put(
        "spec.rollout.proof.caRef",
        spec ->
            Optional.ofNullable(spec.rollout())
                .map(RolloutSpec::proof)
                .map(ProofSpec::caRef)
                .isPresent());
    fields.put("spec.rollout.gates", rollout(RolloutSpec::gates));
    fields.put("spec.rollout.freezeWindows", rollout(RolloutSpec::freezeWindows));
    fields.put("spec.rollout.rollbackWindow", rollout(RolloutSpec::rollbackWindow));
    fields.put("spec.rollout.holdback", rollout(RolloutSpec::holdback));
    fields.put("spec.rollout.urgent", rollout(RolloutSpec::urgent));
    fields.put("spec.actions.promote", uses(SignalHarvesterSpec::actions, ActionsSpec::promote));
    fields.put("spec.actions.abort", uses(SignalHarvesterSpec::actions, ActionsSpec::abort));
    fields.put("spec.actions.rollback", uses(SignalHarvesterSpec::actions, ActionsSpec::rollback));
    fields.put("spec.actions.contract", uses(SignalHarvesterSpec::actions, ActionsSpec::contract));
    fields.put("spec.notifications", spec -> spec.notifications() != null);
    fields.put("spec.backup", spec -> spec.backup() != null);
    fields.put("spec.observability", spec -> spec.observability() != null);
    fields.put(
        "spec.database.cloudNativePG",
        uses(SignalHarvesterSpec::database, DatabaseSpec::cloudNativePG));
    fields.put("spec.database.managed.parameters", managed(ManagedDatabase::parameters));
    fields.put(
        "spec.database.managed.maintenanceWindow", managed(ManagedDatabase::maintenanceWindow));
    fields.put("spec.database.managed.placement", managed(ManagedDatabase::placement));
    fields.put("spec.database.managed.bootstrap", managed(ManagedDatabase::bootstrap));
    fields.put(
        "spec.cache.managed.placement",
        spec ->
            Optional.ofNullable(spec.cache())
                .map(CacheSpec::managed)
                .map(ManagedCache::placement)
                .isPresent());
    fields.put(
        "spec.exposure.gateway.className",
        spec ->
            Optional.ofNullable(spec.exposure())
                .map(ExposureSpec::gateway)
                .map(GatewaySpec::className)
                .isPresent());
    fields.put("spec.exposure.ingress", uses(SignalHarvesterSpec::exposure, ExposureSpec::ingress));
    fields.put("spec.exposure.tls", uses(SignalHarvesterSpec::exposure, ExposureSpec::tls));
    fields.put(
        "spec.exposure.httpsRedirect",
        uses(SignalHarvesterSpec::exposure, ExposureSpec::httpsRedirect));
    return fields;
  }

  /** Every field of the list, for the test that compares it with the definition. */
  static Set<String> all() {
    return FIELDS.keySet();
  }

  private static Predicate<SignalHarvesterSpec> rollout(
      Function<RolloutSpec, @Nullable Object> field) {
    return uses(SignalHarvesterSpec::rollout, field);
  }

  private static Predicate<SignalHarvesterSpec> managed(
      Function<ManagedDatabase, @Nullable Object> field) {
    return spec ->
        Optional.ofNullable(spec.database())
            .map(DatabaseSpec::managed)
            .map(managed -> field.apply(managed) != null)
            .orElse(false);
  }

  private static <T> Predicate<SignalHarvesterSpec> uses(
      Function<SignalHarvesterSpec, @Nullable T> part, Function<T, @Nullable Object> field) {
    return spec -> {
      T value = part.apply(spec);
      return value != null && field.apply(value) != null;
    };
  }

  /** A volume claim cannot be changed through its StatefulSet; growing one comes later. */
  private static Stream<String> growth(Observation observation, Settled asked) {
    return Stream.concat(
        changed(observation, Postgres.statefulSet(asked), "spec.database.managed.storage"),
        changed(observation, Redis.statefulSet(asked), "spec.cache.managed.storage"));
  }

  private static Stream<String> changed(Observation observation, StatefulSet desired, String path) {
    PersistentVolumeClaimSpec wanted = claim(desired);
    return observation
        .find(StatefulSet.class, desired.getMetadata().getName())
        .map(NotYetSupported::claim)
        .stream()
        .flatMap(present ->
            Stream.of(
                    size(present).equals(size(wanted))
                        ? ""
                        : "a change of " + path + ".size from " + size(present),
                    Objects.equals(present.getStorageClassName(), wanted.getStorageClassName())
                        ? ""
                        : "a change of " + path + ".storageClassName")
                .filter(change -> !change.isEmpty()));
  }

  private static PersistentVolumeClaimSpec claim(StatefulSet set) {
    return set.getSpec().getVolumeClaimTemplates().getFirst().getSpec();
  }

  private static Quantity size(PersistentVolumeClaimSpec claim) {
    return Objects.requireNonNull(claim.getResources().getRequests().get("storage"), "storage");
  }
}
