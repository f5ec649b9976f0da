/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How client errors of two revisions are compared. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "double(has(self.rollbackRatio) ? self.rollbackRatio : '1.5') <"
            + " double(has(self.tolerance) ? self.tolerance : '2.0')",
    message =
        "rollout.analysis.clientErrors.rollbackRatio (1.5 when absent) must be less than"
            + " tolerance (2.0 when"
            + " absent): lower rollbackRatio or raise tolerance")
@ValidationRule(
    value =
        "double(has(self.negligible) ? self.negligible : '0.005') <"
            + " double(has(self.acceptable) ? self.acceptable : '0.02')",
    message =
        "rollout.analysis.clientErrors.negligible (0.005 when absent) must be less than"
            + " acceptable (0.02 when"
            + " absent): lower negligible or raise acceptable")
public record ClientErrorComparison(
    @JsonPropertyDescription(
            "How many times the previous revision's share leads to a rollback; 1.5 when absent.")
        @Size(min = 1, max = Form.DECIMAL_LENGTH)
        @Pattern(Form.RATIO)
        @Nullable String rollbackRatio,
    @JsonPropertyDescription(
            "How many times it must be shown not to reach before the rollout goes on; 2.0"
                + " when absent.")
        @Size(min = 1, max = Form.DECIMAL_LENGTH)
        @Pattern(Form.RATIO)
        @Nullable String tolerance,
    @JsonPropertyDescription(
            "Share that is fine whatever the previous revision has; 0.02 when absent.")
        @Size(min = 1, max = Form.DECIMAL_LENGTH)
        @Pattern(Form.SHARE)
        @Nullable String acceptable,
    @JsonPropertyDescription("Share below which nothing is rolled back; 0.005 when absent.")
        @Size(min = 1, max = Form.DECIMAL_LENGTH)
        @Pattern(Form.SHARE)
        @Nullable String negligible) {}
