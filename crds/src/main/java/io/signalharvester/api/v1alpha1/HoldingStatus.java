/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** Why a rollout stands still, and where it goes on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HoldingStatus(
    @JsonPropertyDescription("One word: Paused.") @Size(max = 32) String cause,
    @JsonPropertyDescription("State in which the rollout goes on.") @Size(max = 32)
        String resumeTo) {}
