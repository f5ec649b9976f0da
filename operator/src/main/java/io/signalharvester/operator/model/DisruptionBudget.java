/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/** The PodDisruptionBudget of one revision's API pods. */
public final class DisruptionBudget {

  private DisruptionBudget() {}

  /** The budget of a revision. */
  public static PodDisruptionBudget of(Settled asked, String revision, PodTemplateSpec template) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(
            Metadata.owned(
                asked,
                asked.names().api(revision),
                Labels.like(template.getMetadata().getLabels(), Component.API)))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(asked.maxUnavailable()))
        // A pod that does not serve must not keep a node from being drained.
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(Labels.apiSelector(asked.name(), revision))
        .endSelector()
        .endSpec()
        .build();
  }
}
