/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicyBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehaviorBuilder;
import io.signalharvester.api.v1alpha1.AutoscalingSpec;
import java.util.Optional;

/**
 * Autoscaling with every absent field filled in.
 *
 * @param min fewest pods
 * @param max most pods
 * @param cpu wanted use of CPU in percent of the request
 * @param memory wanted use of memory in percent of the request
 * @param behaviour how fast pods are added and removed
 */
public record Autoscaling(
    int min, int max, int cpu, int memory, HorizontalPodAutoscalerBehavior behaviour) {

  static Autoscaling of(AutoscalingSpec spec) {
    return new Autoscaling(
        Optional.ofNullable(spec.minReplicas()).orElse(AutoscalingSpec.DEFAULT_MIN_REPLICAS),
        Optional.ofNullable(spec.maxReplicas()).orElse(AutoscalingSpec.DEFAULT_MAX_REPLICAS),
        Optional.ofNullable(spec.targetCPUUtilization()).orElse(AutoscalingSpec.DEFAULT_CPU),
        Optional.ofNullable(spec.targetMemoryUtilization()).orElse(AutoscalingSpec.DEFAULT_MEMORY),
        behaviour(Optional.ofNullable(spec.behavior())));
  }

  private static HorizontalPodAutoscalerBehavior behaviour(
      Optional<HorizontalPodAutoscalerBehavior> asked) {
    return new HorizontalPodAutoscalerBehaviorBuilder()
        .withScaleDown(
            asked
                .map(HorizontalPodAutoscalerBehavior::getScaleDown)
                .map(Autoscaling::stored)
                .orElseGet(() -> rules(300, "Min", 50, 2, 60)))
        .withScaleUp(
            asked
                .map(HorizontalPodAutoscalerBehavior::getScaleUp)
                .map(Autoscaling::stored)
                .orElseGet(() -> rules(60, "Max", 100, 4, 30)))
        .build();
  }

  private static HPAScalingRules stored(HPAScalingRules rules) {
    return rules.getTolerance() == null
        ? rules
        : rules.edit().withTolerance(Quantities.canonical(rules.getTolerance())).build();
  }

  private static HPAScalingRules rules(
      int window, String select, int percent, int pods, int period) {
    return new HPAScalingRulesBuilder()
        .withStabilizationWindowSeconds(window)
        .withSelectPolicy(select)
        .withPolicies(
            new HPAScalingPolicyBuilder()
                .withType("Percent")
                .withValue(percent)
                .withPeriodSeconds(period)
                .build(),
            new HPAScalingPolicyBuilder()
                .withType("Pods")
                .withValue(pods)
                .withPeriodSeconds(period)
                .build())
        .build();
  }
}
