/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Pods of a revision. */
public record PodCount(
    @JsonPropertyDescription("Pods that are Ready.") @Min(0) @Max(1000) int ready,
    @JsonPropertyDescription("Pods that are wanted.") @Min(0) @Max(1000) int desired) {}
