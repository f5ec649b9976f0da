/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import org.jspecify.annotations.Nullable;

/** The pods that answer the REST API. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiSpec(
    @JsonPropertyDescription("Number of API pods; means nothing while autoscaling is set.")
        @Default("2")
        @Min(1)
        @Max(100)
        @SpecReplicas
        @Nullable Integer replicas,
    @JsonPropertyDescription(
            "Requests and limits of an API pod; 250m CPU, 512Mi memory and a memory limit of 1Gi"
                + " when absent.")
        @PreserveUnknownFields
        @Nullable ResourceRequirements resources,
    @JsonPropertyDescription("Lets the number of API pods follow the load.")
        @Nullable AutoscalingSpec autoscaling,
    @JsonPropertyDescription("How many pods may be taken away at once on purpose.")
        @Nullable DisruptionBudgetSpec disruptionBudget,
    @JsonPropertyDescription("How an API pod ends.") @Nullable DrainSpec drain,
    @JsonPropertyDescription(
            "What is added to the API pods, and to workers, schema Jobs and pipelines (there without its labels and annotations).")
        @Nullable PodCustomisation pod) {
  /** Number of API pods when the resource does not say. */
  public static final int DEFAULT_REPLICAS = 2;
}
