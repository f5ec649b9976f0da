/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One revision of the API pods, as it stands in the cluster. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RevisionStatus(
    @JsonPropertyDescription("Short hash of what the user asked of the API pods.") @Size(max = 8)
        String revision,
    @JsonPropertyDescription("Image, as written in the spec.") @Size(max = 512) String image,
    @JsonPropertyDescription("Digest that its pods run, once the image was asked.") @Size(max = 128)
        @Nullable String digest,
    @JsonPropertyDescription("Level of the schema that the image needs.") @Min(0) @Max(1000000)
        @Nullable Integer needs,
    @JsonPropertyDescription("When the revision got its present role.") @Size(max = 40)
        @Nullable String since,
    @JsonPropertyDescription("Its pods.") PodCount pods) {}
