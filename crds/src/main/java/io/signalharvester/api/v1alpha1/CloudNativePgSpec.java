/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL cluster that CloudNativePG runs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CloudNativePgSpec(
    @JsonPropertyDescription("Number of instances; 3 when absent.") @Min(1) @Max(9)
        @Nullable Integer instances,
    @JsonPropertyDescription(
            "PostgreSQL image, version 15 or newer; that of CloudNativePG when absent.")
        @Size(min = 1, max = 512)
        @Pattern("^[^\\s]+$")
        @Nullable String image,
    @JsonPropertyDescription("Volume of each instance; 10Gi when absent.")
        @Nullable Storage storage,
    @JsonPropertyDescription("Requests and limits of each instance.")
        @Nullable ResourceRequirements resources,
    @JsonPropertyDescription("Settings of the servers.") @Size(max = 64)
        @Nullable Map<String, @Size(max = 1024) String> parameters,
    @JsonPropertyDescription("Nodes that the instances may run on.")
        @Nullable Placement placement) {}
