/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.observe.Observation;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many API pods a revision is to have, and who says so. With autoscaling that is the
 * autoscaler; the operator only sets bounds and where it begins.
 *
 * @param serving the revision that serves, when one does
 */
record Scaling(Observation observation, Settled asked, Optional<String> serving) {

  /** Pods without which a revision is short of pods. */
  int wanted(String revision) {
    if (asked.autoscaling().isEmpty()) {
      return asked.replicas();
    }
    int floor = floor(revision);
    return deployment(revision)
        .map(Scaling::replicas)
        // The autoscaler may not have lifted a new revision to its floor yet.
        .map(own -> serves(revision) ? own : Math.max(own, floor))
        .orElse(floor);
  }

  /**
   * Fewest pods of a revision: as long as another one serves, as many as that one has now, so that
   * a switch never loses capacity.
   */
  int floor(String revision) {
    int now =
        serves(revision) ? 0 : serving.flatMap(this::deployment).map(Scaling::replicas).orElse(0);
    return Math.max(asked.fewestReplicas(), now);
  }

  /**
   * The number to apply, or null where the field belongs to somebody else. A field that only we own
   * is applied as it is: leaving it out would set it back to 1.
   */
  @Nullable Integer applied(String revision) {
    if (asked.autoscaling().isEmpty()) {
      return asked.replicas();
    }
    Optional<Deployment> found = deployment(revision);
    if (found.isEmpty()) {
      return Math.max(floor(revision), wish(revision));
    }
    return ownedByOthers(found.get()) ? null : replicas(found.get());
  }

  /** What an autoscaler last wished for; its Deployment may have been deleted by hand. */
  private int wish(String revision) {
    return observation
        .find(HorizontalPodAutoscaler.class, asked.names().api(revision))
        .map(HorizontalPodAutoscaler::getStatus)
        .map(status -> status.getDesiredReplicas())
        .orElse(0);
  }

  private boolean serves(String revision) {
    return serving.filter(revision::equals).isPresent();
  }

  private Optional<Deployment> deployment(String revision) {
    return observation.find(Deployment.class, asked.names().api(revision));
  }

  private static int replicas(Deployment deployment) {
    return Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
  }

  private static boolean ownedByOthers(Deployment deployment) {
    return Optional.ofNullable(deployment.getMetadata().getManagedFields()).stream()
        .flatMap(entries -> entries.stream())
        .filter(entry -> !Labels.OPERATOR.equals(entry.getManager()))
        .anyMatch(Scaling::ownsReplicas);
  }

  private static boolean ownsReplicas(ManagedFieldsEntry entry) {
    return entry.getFieldsV1() != null
        && entry.getFieldsV1().getAdditionalProperties().get("f:spec") instanceof Map<?, ?> spec
        && spec.containsKey("f:replicas");
  }
}
