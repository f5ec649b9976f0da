/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import io.fabric8.kubernetes.api.model.FieldsV1Builder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.signalharvester.operator.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an API server does with the field {@code spec.replicas} and those who write it. */
final class ReplicasOwnership {

  private ReplicasOwnership() {}

  /** A Deployment after the operator's forced server-side apply. */
  static Deployment applied(@Nullable Deployment old, Deployment desired) {
    Integer asked = desired.getSpec().getReplicas();
    List<ManagedFieldsEntry> owners = new ArrayList<>(owners(old));
    owners.removeIf(owner ->
        owner.getManager().equals(Labels.OPERATOR)
            || asked != null && !Objects.equals(asked, old.getSpec().getReplicas()));
    int replicas;
    if (asked != null) {
      owners.add(owner(Labels.OPERATOR));
      replicas = asked;
    } else {
      // A field that nobody owns any more gets its default.
      replicas = owners.isEmpty() ? 1 : old.getSpec().getReplicas();
    }
    return with(desired, replicas, owners);
  }

  /** A Deployment after somebody else wrote its scale. */
  static Deployment scaled(Deployment old, String manager, int replicas) {
    return old.getSpec().getReplicas() == replicas
        ? old
        : with(old, replicas, List.of(owner(manager)));
  }

  private static Deployment with(
      Deployment deployment, int replicas, List<ManagedFieldsEntry> owners) {
    return deployment
        .edit()
        .editMetadata()
        .withManagedFields(owners)
        .endMetadata()
        .editSpec()
        .withReplicas(replicas)
        .endSpec()
        .build();
  }

  private static List<ManagedFieldsEntry> owners(@Nullable Deployment deployment) {
    return Optional.ofNullable(deployment)
        .map(found -> found.getMetadata().getManagedFields())
        .orElse(List.of());
  }

  private static ManagedFieldsEntry owner(String manager) {
    return new ManagedFieldsEntryBuilder()
        .withManager(manager)
        .withFieldsV1(
            new FieldsV1Builder()
                .addToAdditionalProperties("f:spec", Map.of("f:replicas", Map.of()))
                .build())
        .build();
  }
}
