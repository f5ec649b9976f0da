/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scheduled run of a pipeline of the stable image. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PipelineSpec(
    @JsonPropertyDescription("Name of the pipeline; the image has: discovery.")
        @Required
        @Size(min = 1, max = 20)
        @Pattern("^discovery$")
        String name,
    @JsonPropertyDescription("Cron expression with five fields, in UTC.")
        @Required
        @Size(min = 9, max = 100)
        @Pattern(PipelineSpec.CRON)
        String schedule,
    @JsonPropertyDescription("No new run is started while true.") @Nullable Boolean suspend,
    @JsonPropertyDescription("More arguments. Not yet supported: leave it out.") @Size(max = 32)
        @Nullable List<@Size(max = 256) String> args,
    @JsonPropertyDescription("Requests and limits of a run. Not yet supported: leave it out.")
        @PreserveUnknownFields
        @Nullable Map<String, Object> resources,
    @JsonPropertyDescription("Time zone of the schedule. Not yet supported: leave it out.")
        @Size(max = 64)
        @Nullable String timeZone,
    @JsonPropertyDescription("Longest time of a run. Not yet supported: leave it out.")
        @Size(max = 16)
        @Nullable String deadline) {
  private static final String ITEM =
      "(\\*|[0-9]{1,2}(-[0-9]{1,2})?|[A-Z]{3}(-[A-Z]{3})?)(/[0-9]{1,2})?";
  static final String CRON = "^" + ITEM + "(," + ITEM + ")*( " + ITEM + "(," + ITEM + ")*){4}$";

  /** What is scheduled when the resource does not say: every pipeline that the image has. */
  public static final List<PipelineSpec> DEFAULTS =
      List.of(new PipelineSpec("discovery", "0 2 * * *", null, null, null, null, null));
}
