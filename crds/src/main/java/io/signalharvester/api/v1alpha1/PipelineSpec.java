/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scheduled run of a pipeline of the stable image. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PipelineSpec(
    @JsonPropertyDescription("Name of the pipeline; the image has: discovery.")
        @Required
        @Size(min = 1, max = 20)
        @Pattern("^discovery$")
        String name,
    @JsonPropertyDescription("Cron expression with five fields, in the time zone.")
        @Required
        @Size(min = 9, max = 100)
        @Pattern(Form.CRON)
        String schedule,
    @JsonPropertyDescription("No new run is started while true.") @Nullable Boolean suspend,
    @JsonPropertyDescription("More arguments of harvest pipeline NAME.") @Size(max = 32)
        @Nullable List<@Size(max = 256) String> args,
    @JsonPropertyDescription("Requests and limits of a run; those of an API pod when absent.")
        @Nullable ResourceRequirements resources,
    @JsonPropertyDescription("Time zone of the schedule; Etc/UTC when absent.")
        @Size(min = 1, max = 64)
        @Pattern(Form.TIME_ZONE)
        @Nullable String timeZone,
    @JsonPropertyDescription("Longest time of a run; 60m when absent.")
        @Size(min = 2, max = Form.DURATION_LENGTH)
        @Pattern(Form.DURATION)
        @ValidationRule(
            value = "duration(self) >= duration('1m') && duration(self) <= duration('24h')",
            message = "pipelines[].deadline must be from 1m to 24h: choose a time between them")
        @Nullable String deadline) {
  /** What is scheduled when the resource does not say: every pipeline that the image has. */
  public static final List<PipelineSpec> DEFAULTS =
      List.of(new PipelineSpec("discovery", "0 2 * * *", null, null, null, null, null));
}
