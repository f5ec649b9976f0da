/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * One statement about the resource, in the form of the Kubernetes API conventions.
 *
 * @param type what the statement is about, for example {@code Ready}
 * @param status True, False or Unknown
 * @param observedGeneration the generation that the statement was computed for
 * @param lastTransitionTime when {@code status} last changed, RFC 3339 in UTC
 * @param reason one word of the reasons page
 * @param message one sentence for a person
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @JsonPropertyDescription("What the statement is about.") @Required @Size(min = 1, max = 316)
        String type,
    @JsonPropertyDescription("True, False or Unknown.")
        @Required
        @Pattern("^(True|False|Unknown)$")
        @Size(max = 7)
        String status,
    @JsonPropertyDescription("Generation that the statement was computed for.")
        @Min(0)
        @Max(9007199254740991L)
        Long observedGeneration,
    @JsonPropertyDescription("When the status of this condition last changed.")
        @Required
        @Size(max = 40)
        String lastTransitionTime,
    @JsonPropertyDescription("One word of docs/reference/reasons.md.")
        @Required
        @Size(min = 1, max = 1024)
        String reason,
    @JsonPropertyDescription("One sentence for a person.") @Required @Size(max = 32768)
        String message) {}
