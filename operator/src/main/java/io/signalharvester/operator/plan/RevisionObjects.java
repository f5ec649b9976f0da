/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.signalharvester.operator.model.ApiPods;
import io.signalharvester.operator.model.Autoscaler;
import io.signalharvester.operator.model.DisruptionBudget;
import io.signalharvester.operator.model.Settled;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What each revision has: Service, Deployment, and what keeps its pods many enough. */
final class RevisionObjects {

  /** Kinds that a revision has or has not, as the spec asks; they are named as its Deployment. */
  static final List<Class<? extends HasMetadata>> OPTIONAL =
      List.of(HorizontalPodAutoscaler.class, PodDisruptionBudget.class);

  private RevisionObjects() {}

  static List<HasMetadata> of(
      Settled asked, Scaling scaling, String revision, PodTemplateSpec template) {
    List<HasMetadata> objects = new ArrayList<>();
    objects.add(ApiPods.service(asked, revision, template));
    objects.add(ApiPods.deployment(asked, revision, template, scaling.applied(revision)));
    asked
        .autoscaling()
        .ifPresent(bounds ->
            objects.add(Autoscaler.of(asked, bounds, revision, template, scaling.floor(revision))));
    // Of a single pod none could ever be taken away, and no node be drained.
    if (asked.fewestReplicas() > 1) {
      objects.add(DisruptionBudget.of(asked, revision, template));
    }
    return objects;
  }

  /**
   * An object that its revision no longer has, seen by this: its Deployment is applied without it.
   *
   * @param applied keys of what this pass applies, as {@code Kind/name}
   */
  static boolean droppedBy(HasMetadata child, Set<String> applied) {
    return OPTIONAL.stream().anyMatch(kind -> kind.isInstance(child))
        && applied.contains("Deployment/" + child.getMetadata().getName());
  }
}
