/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Findings that end a rollout at once, without statistics. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Tripwires(
    @JsonPropertyDescription("Share of server errors; 0.20 when absent.")
        @Size(min = 1, max = Form.DECIMAL_LENGTH)
        @Pattern(Form.SHARE)
        @Nullable String errorShare,
    @JsonPropertyDescription("Requests from which on it counts; 20 when absent.")
        @Min(1)
        @Max(1000000)
        @Nullable Integer minRequests,
    @JsonPropertyDescription("Restarts of containers of the new revision; 2 when absent.")
        @Min(1)
        @Max(100)
        @Nullable Integer restarts) {}
