/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import org.jspecify.annotations.Nullable;

/** The pods that work in the background. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkersSpec(
    @JsonPropertyDescription("Number of worker pods; 0 lets background work rest.")
        @Default("1")
        @Min(0)
        @Max(50)
        @Nullable Integer replicas,
    @JsonPropertyDescription(
            "Requests and limits of a worker pod; 250m CPU, 512Mi memory and a memory limit of 1Gi"
                + " when absent.")
        @PreserveUnknownFields
        @Nullable ResourceRequirements resources,
    @JsonPropertyDescription(
            "What is added to the workers besides what api.pod adds to every pod of the workload.")
        @Nullable PodCustomisation pod) {
  /** Number of worker pods when the resource does not say. */
  public static final int DEFAULT_REPLICAS = 1;
}
