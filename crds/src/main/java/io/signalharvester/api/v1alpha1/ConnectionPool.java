/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Database connections of one pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectionPool(
    @JsonPropertyDescription("Most connections that one pod opens.")
        @Default("20")
        @Min(1)
        @Max(100)
        @Nullable Integer maxSize) {
  /** Most connections of one pod when the resource does not say. */
  public static final int DEFAULT_MAX_SIZE = 20;
}
