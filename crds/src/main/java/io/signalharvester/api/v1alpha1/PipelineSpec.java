/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
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
    @JsonPropertyDescription("Cron expression with five fields, in UTC.")
        @Required
        @Size(min = 9, max = 100)
        @Pattern("^\\S+( \\S+){4}$")
        String schedule,
    @JsonPropertyDescription("No new run is started while true.") @Nullable Boolean suspend) {
  /** What is scheduled when the resource does not say: every pipeline that the image has. */
  public static final List<PipelineSpec> DEFAULTS =
      List.of(new PipelineSpec("discovery", "0 2 * * *", null));
}
