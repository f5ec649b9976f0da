/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;

/** The HorizontalPodAutoscaler of one revision's Deployment. */
public final class Autoscaler {

  private Autoscaler() {}

  /**
   * The autoscaler of a revision.
   *
   * @param floor fewest pods for now; more than the most that was asked for is heeded too
   */
  public static HorizontalPodAutoscaler of(
      Settled asked, Autoscaling scaling, String revision, PodTemplateSpec template, int floor) {
    String name = asked.names().api(revision);
    return new HorizontalPodAutoscalerBuilder()
        .withMetadata(
            Metadata.owned(
                asked, name, Labels.like(template.getMetadata().getLabels(), Component.API)))
        .withNewSpec()
        .withNewScaleTargetRef()
        .withApiVersion("apps/v1")
        .withKind("Deployment")
        .withName(name)
        .endScaleTargetRef()
        .withMinReplicas(floor)
        .withMaxReplicas(Math.max(scaling.max(), floor))
        .withMetrics(use("cpu", scaling.cpu()), use("memory", scaling.memory()))
        .withBehavior(scaling.behaviour())
        .endSpec()
        .build();
  }

  private static MetricSpec use(String resource, int percent) {
    return new MetricSpecBuilder()
        .withType("Resource")
        .withNewResource()
        .withName(resource)
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(percent)
        .endTarget()
        .endResource()
        .build();
  }
}
