/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Where the change from one revision to the next stands; absent while nothing is to be done. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RolloutStatus(
    @JsonPropertyDescription("State of the rollout.") @Size(max = 32) String state,
    @JsonPropertyDescription("Revision that is rolled out, or that failed to be.") @Size(max = 8)
        String revision,
    @JsonPropertyDescription("When the state began.") @Size(max = 40) String since,
    @JsonPropertyDescription("What the state waits for, one sentence.") @Size(max = 1024)
        @Nullable String waitingFor,
    @JsonPropertyDescription("Since when every Gateway has taken the new weights up.")
        @Size(max = 40)
        @Nullable String acceptedSince,
    @JsonPropertyDescription("What shows that requests go where the route says.")
        @Nullable ProofStatus proof,
    @JsonPropertyDescription("Why the rollout stands still, when it does.")
        @Nullable HoldingStatus holding,
    @JsonPropertyDescription("How the rollout ended, when it did not end well.")
        @Nullable RolloutVerdict verdict) {}
