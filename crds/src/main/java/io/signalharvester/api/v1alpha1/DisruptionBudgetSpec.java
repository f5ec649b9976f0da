/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How many pods may be taken away at once on purpose, when a node is drained for example. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DisruptionBudgetSpec(
    @JsonPropertyDescription("Most pods that may be taken away at once; 1 when absent.")
        @Min(1)
        @Max(100)
        @Nullable Integer maxUnavailable) {
  /** Pods when the resource does not say. */
  public static final int DEFAULT_MAX_UNAVAILABLE = 1;
}
