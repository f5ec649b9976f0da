/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How a new revision is judged. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.source) || self.source != 'Prometheus' || has(self.prometheus)",
    message =
        "rollout.analysis.prometheus must name the server when source is Prometheus: add"
            + " prometheus.address, or set source to Pods")
public record AnalysisSpec(
    @JsonPropertyDescription("Where measurements come from; Pods when absent.")
        @Nullable MeasurementSource source,
    @JsonPropertyDescription("How long new pods are warmed up with read requests; 60s when absent.")
        @Size(min = 2, max = Form.DURATION_LENGTH)
        @Pattern(Form.DURATION)
        @Nullable String warmup,
    @JsonPropertyDescription("How often a healthy revision may be rolled back; 0.01 when absent.")
        @Size(min = 1, max = Form.DECIMAL_LENGTH)
        @Pattern(Form.SHARE)
        @Nullable String falseRollbackRate,
    @JsonPropertyDescription("How often a bad revision may be promoted; 0.01 when absent.")
        @Size(min = 1, max = Form.DECIMAL_LENGTH)
        @Pattern(Form.SHARE)
        @Nullable String falsePromotionRate,
    @JsonPropertyDescription("Server errors.") @Nullable ErrorComparison errors,
    @JsonPropertyDescription("Slow answers.") @Nullable SlowComparison slow,
    @JsonPropertyDescription("Client errors.") @Nullable ClientErrorComparison clientErrors,
    @JsonPropertyDescription("Findings that end a rollout at once.") @Nullable Tripwires tripwires,
    @JsonPropertyDescription(
            "What a step with too few requests does; PromoteWithReducedEvidence when absent.")
        @Nullable LowTraffic lowTraffic,
    @JsonPropertyDescription("The server for source Prometheus.")
        @Nullable PrometheusSource prometheus) {}
