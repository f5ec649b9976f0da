/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import org.jspecify.annotations.Nullable;

/** Bounds and targets of the HorizontalPodAutoscaler. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.maxReplicas) ? self.maxReplicas : 10) >="
            + " (has(self.minReplicas) ? self.minReplicas : 2)",
    message =
        "api.autoscaling.maxReplicas (10 when absent) must not be below minReplicas (2 when"
            + " absent): raise maxReplicas or lower minReplicas")
public record AutoscalingSpec(
    @JsonPropertyDescription("Fewest pods; 2 when absent.") @Min(1) @Max(100)
        @Nullable Integer minReplicas,
    @JsonPropertyDescription("Most pods; 10 when absent.") @Min(1) @Max(100)
        @Nullable Integer maxReplicas,
    @JsonPropertyDescription("Wanted use of CPU in percent of the request; 70 when absent.")
        @Min(1)
        @Max(1000)
        @Nullable Integer targetCPUUtilization,
    @JsonPropertyDescription("Wanted use of memory in percent of the request; 80 when absent.")
        @Min(1)
        @Max(1000)
        @Nullable Integer targetMemoryUtilization,
    @JsonPropertyDescription(
            "How fast pods are added and removed, as in a HorizontalPodAutoscaler. When"
                + " absent: down by the smaller of 50 percent and 2 pods a minute after 5 calm"
                + " minutes, up by the larger of 100 percent and 4 pods in 30 s.")
        @Nullable HorizontalPodAutoscalerBehavior behavior) {
  /** Fewest pods when the resource does not say. */
  public static final int DEFAULT_MIN_REPLICAS = 2;

  /** Most pods when the resource does not say. */
  public static final int DEFAULT_MAX_REPLICAS = 10;

  /** Percent of the requested CPU when the resource does not say. */
  public static final int DEFAULT_CPU = 70;

  /** Percent of the requested memory when the resource does not say. */
  public static final int DEFAULT_MEMORY = 80;
}
