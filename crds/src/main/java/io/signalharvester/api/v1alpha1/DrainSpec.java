/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How a pod ends. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DrainSpec(
    @JsonPropertyDescription(
            "How long an ending pod still takes requests, so that gateways can stop sending"
                + " first; 5s when absent.")
        @Size(min = 2, max = Form.DURATION_LENGTH)
        @Pattern(Form.DURATION)
        @ValidationRule(
            value = "duration(self) <= duration('5m')",
            message = "api.drain.preStop must be at most 5m: choose a shorter time")
        @Nullable String preStop,
    @JsonPropertyDescription(
            "How long its running requests then have before the pod is killed, 15 s of margin"
                + " apart; 25s when absent. The image itself ends requests after 25 s, so that a"
                + " longer time gains nothing yet.")
        @Size(min = 2, max = Form.DURATION_LENGTH)
        @Pattern(Form.DURATION)
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('1h')",
            message = "api.drain.timeout must be from 1s to 1h: choose a time between them")
        @Nullable String timeout) {
  /** Time when the resource does not say. */
  public static final String DEFAULT_PRE_STOP = "5s";

  /** Time when the resource does not say. */
  public static final String DEFAULT_TIMEOUT = "25s";
}
