/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import org.jspecify.annotations.Nullable;

/** A single Redis that the operator runs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManagedCache(
    @JsonPropertyDescription("Redis image. The operator's default when absent.")
        @Size(min = 1, max = 512)
        @Pattern("^[^\\s]+$")
        @Nullable String image,
    @JsonPropertyDescription("Volume of the append-only file; 1Gi when absent.")
        @Nullable Storage storage,
    @JsonPropertyDescription("Memory for data, a quantity such as 256Mi (the default).")
        @Size(min = 3, max = 20)
        @Pattern("^[1-9][0-9]*(Mi|Gi)$")
        @Nullable String maxMemory,
    @JsonPropertyDescription(
            "Requests and limits of the cache pod; 100m CPU, 64Mi memory and a memory limit of"
                + " 512Mi when absent.")
        @PreserveUnknownFields
        @Nullable ResourceRequirements resources,
    @JsonPropertyDescription("Nodes that the pod may run on. Not yet supported: leave it out.")
        @Nullable Placement placement) {
  /** Size of the volume when the resource does not say. */
  public static final String DEFAULT_SIZE = "1Gi";

  /** Memory for data when the resource does not say. */
  public static final String DEFAULT_MAX_MEMORY = "256Mi";
}
