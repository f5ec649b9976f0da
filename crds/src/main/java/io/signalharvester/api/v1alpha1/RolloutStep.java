/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One step of a rollout: a share of the traffic and how long it is watched. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "duration(has(self.minDuration) ? self.minDuration : '1m') <="
            + " duration(has(self.maxDuration) ? self.maxDuration : '30m')",
    message =
        "rollout.steps[].minDuration (1m when absent) must not be longer than maxDuration (30m when"
            + " absent): shorten minDuration or lengthen maxDuration")
public record RolloutStep(
    @JsonPropertyDescription("Percent of the traffic that the new revision gets.")
        @Required
        @Min(1)
        @Max(100)
        Integer weight,
    @JsonPropertyDescription("Shortest time of the step; 1m when absent.")
        @Size(min = 2, max = Form.DURATION_LENGTH)
        @Pattern(Form.DURATION)
        @Nullable String minDuration,
    @JsonPropertyDescription("Longest time that the step waits for evidence; 30m when absent.")
        @Size(min = 2, max = Form.DURATION_LENGTH)
        @Pattern(Form.DURATION)
        @Nullable String maxDuration) {}
