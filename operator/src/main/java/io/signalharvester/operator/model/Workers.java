/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;

/**
 * The pods that work in the background. There is one Deployment, which follows the stable revision;
 * what its pods may take up is said by the database and not by who runs.
 */
public final class Workers {

  private static final String MANAGEMENT = "management";

  private Workers() {}

  /**
   * The pod template of a revision's workers, made of the one of its API pods. Resources are not in
   * it: they are not of the revision.
   */
  static PodTemplateSpec template(PodTemplateSpec api) {
    Container served = api.getSpec().getContainers().getFirst();
    Container container =
        served
            .edit()
            .withArgs("serve", "--role", "worker")
            .withPorts(
                served.getPorts().stream()
                    .filter(port -> port.getName().equals(MANAGEMENT))
                    .toList())
            .withLifecycle(null)
            .withResources(null)
            .build();
    return api.edit()
        .withNewMetadata()
        .withLabels(Labels.like(api.getMetadata().getLabels(), Component.WORKER))
        .endMetadata()
        .editSpec()
        .withContainers(container)
        .endSpec()
        .build();
  }

  /** The Deployment, with the frozen template of a revision. */
  public static Deployment deployment(Settled asked, PodTemplateSpec frozen) {
    Container container = frozen.getSpec().getContainers().getFirst();
    Map<String, String> labels =
        Labels.following(frozen.getMetadata().getLabels(), Component.WORKER);
    return new DeploymentBuilder()
        .withMetadata(Metadata.owned(asked, asked.names().workers(), labels))
        .withNewSpec()
        .withReplicas(asked.workers())
        .withNewSelector()
        .withMatchLabels(Labels.selector(asked.name(), Component.WORKER))
        .endSelector()
        // Two revisions side by side would gain nothing: one of them may take up no work.
        .withNewStrategy()
        .withType("Recreate")
        .endStrategy()
        .withTemplate(template(asked, frozen, container))
        .endSpec()
        .build();
  }

  /** What is not of the revision is laid over its frozen template. */
  private static PodTemplateSpec template(
      Settled asked, PodTemplateSpec frozen, Container container) {
    PodTemplateSpec template =
        frozen
            .edit()
            .editSpec()
            .withContainers(container.edit().withResources(asked.workerResources()).build())
            .endSpec()
            .build();
    return asked.pods().workers().map(pod -> Customisation.over(template, pod)).orElse(template);
  }
}
