/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** How it was shown that a gateway sends requests where the route says. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProofStatus(
    @JsonPropertyDescription("Probe or Settle.") @Size(max = 16) String mode,
    @JsonPropertyDescription("When it was last looked at.") @Size(max = 40) String at,
    @JsonPropertyDescription("What was seen, one sentence.") @Size(max = 512) String message) {}
