/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** How a rollout was judged. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RolloutVerdict(
    @JsonPropertyDescription("One word of docs/reference/reasons.md.") @Size(max = 64)
        String reason,
    @JsonPropertyDescription("What was seen, one sentence.") @Size(max = 1024) String message) {}
