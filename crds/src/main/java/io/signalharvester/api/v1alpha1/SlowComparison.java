/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How slow answers of two revisions are compared. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "double(has(self.rollbackRatio) ? self.rollbackRatio : '1.25') <"
            + " double(has(self.tolerance) ? self.tolerance : '1.5')",
    message =
        "rollout.analysis.slow.rollbackRatio (1.25 when absent) must be less than tolerance"
            + " (1.5 when"
            + " absent): lower rollbackRatio or raise tolerance")
@ValidationRule(
    value =
        "double(has(self.negligible) ? self.negligible : '0.005') <"
            + " double(has(self.acceptable) ? self.acceptable : '0.01')",
    message =
        "rollout.analysis.slow.negligible (0.005 when absent) must be less than acceptable"
            + " (0.01 when"
            + " absent): lower negligible or raise acceptable")
public record SlowComparison(
    @JsonPropertyDescription(
            "From when an answer is slow, one of the histogram's bounds; 500ms when absent.")
        @Size(min = 2, max = 6)
        @Pattern("^(5ms|10ms|25ms|50ms|100ms|250ms|500ms|1s|2500ms|5s|10s)$")
        @Nullable String threshold,
    @JsonPropertyDescription(
            "How many times the previous revision's share leads to a rollback; 1.25 when absent.")
        @Size(min = 1, max = Form.DECIMAL_LENGTH)
        @Pattern(Form.RATIO)
        @Nullable String rollbackRatio,
    @JsonPropertyDescription(
            "How many times it must be shown not to reach before the rollout goes on; 1.5"
                + " when absent.")
        @Size(min = 1, max = Form.DECIMAL_LENGTH)
        @Pattern(Form.RATIO)
        @Nullable String tolerance,
    @JsonPropertyDescription(
            "Share that is fine whatever the previous revision has; 0.01 when absent.")
        @Size(min = 1, max = Form.DECIMAL_LENGTH)
        @Pattern(Form.SHARE)
        @Nullable String acceptable,
    @JsonPropertyDescription("Share below which nothing is rolled back; 0.005 when absent.")
        @Size(min = 1, max = Form.DECIMAL_LENGTH)
        @Pattern(Form.SHARE)
        @Nullable String negligible) {}
