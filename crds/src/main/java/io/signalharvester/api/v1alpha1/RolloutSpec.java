/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a new revision takes over from the one that serves. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.steps) || (self.steps.map(s, s.weight).isSorted() && self.steps.all(s,"
            + " self.steps.exists_one(t, t.weight == s.weight)) &&"
            + " self.steps[size(self.steps) - 1].weight == 100)",
    message =
        "rollout.steps must have strictly increasing weights and end at 100: put them in order and"
            + " add a last step with weight 100",
    fieldPath = ".steps")
@ValidationRule(
    value =
        "!has(self.gates) || self.gates.all(g, has(self.steps) ? self.steps.exists(s, s.weight =="
            + " g.beforeWeight) : g.beforeWeight in [10, 25, 50, 100])",
    message =
        "rollout.gates[].beforeWeight must be the weight of a step (10, 25, 50 and 100 when"
            + " rollout.steps is absent): choose one of them",
    fieldPath = ".gates")
public record RolloutSpec(
    @JsonPropertyDescription(
            "How a new revision takes over; Canary when absent. Not yet supported: leave it out.")
        @Nullable RolloutStrategy strategy,
    @JsonPropertyDescription(
            "Shares of the traffic, one after the other. Not yet supported: leave it out.")
        @Size(min = 1, max = 20)
        @Nullable List<RolloutStep> steps,
    @JsonPropertyDescription("How a new revision is judged. Not yet supported: leave it out.")
        @Nullable AnalysisSpec analysis,
    @JsonPropertyDescription(
            "Lets testers reach the new revision by a header. Not yet supported: leave it out.")
        @Nullable Boolean pinnedTesters,
    @JsonPropertyDescription("How weights are proved.") @Nullable ProofSpec proof,
    @JsonPropertyDescription(
            "Questions that are answered before a step. Not yet supported: leave it out.")
        @Size(max = 20)
        @Nullable List<GateSpec> gates,
    @JsonPropertyDescription("Times in which no rollout begins. Not yet supported: leave it out.")
        @Size(max = 16)
        @Nullable List<TimeWindow> freezeWindows,
    @JsonPropertyDescription(
            "How long the previous revision stays warm after a promotion; 30m when absent."
                + " Not yet supported: leave it out.")
        @Size(min = 2, max = Form.DURATION_LENGTH)
        @Pattern(Form.DURATION)
        @Nullable String rollbackWindow,
    @JsonPropertyDescription(
            "Percent of the traffic that it keeps meanwhile; 5 when absent. Not yet"
                + " supported: leave it out.")
        @Min(0)
        @Max(50)
        @Nullable Integer holdback,
    @JsonPropertyDescription("Longest time of each waiting state of a rollout; 10m when absent.")
        @Size(min = 2, max = Form.DURATION_LENGTH)
        @Pattern(Form.DURATION)
        @ValidationRule(
            value = "duration(self) >= duration('30s') && duration(self) <= duration('24h')",
            message =
                "rollout.progressDeadline must be from 30s to 24h: choose a time between them")
        @Nullable String progressDeadline,
    @JsonPropertyDescription(
            "A revision that may pass freeze windows. Not yet supported: leave it out.")
        @Size(max = 8)
        @Pattern("^([0-9a-f]{8})?$")
        @Nullable String urgent) {
  /** Longest time of a waiting state when the resource does not say. */
  public static final String DEFAULT_PROGRESS_DEADLINE = "10m";
}
