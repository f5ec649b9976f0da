/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A question that is answered before a step. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "(has(self.type) && self.type == 'Webhook') == has(self.url)",
    message =
        "rollout.gates[].url is the address that a gate of type Webhook asks: set it for Webhook,"
            + " leave it out for Manual and Job")
public record GateSpec(
    @JsonPropertyDescription("Name of the gate.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern(Form.LABEL)
        String name,
    @JsonPropertyDescription("Weight of the step that waits for the answer.")
        @Required
        @Min(1)
        @Max(100)
        Integer beforeWeight,
    @JsonPropertyDescription("Who answers; Manual when absent.") @Nullable GateType type,
    @JsonPropertyDescription("Address that a Webhook gate asks.")
        @Size(min = 8, max = 2048)
        @Pattern(Form.URL)
        @Nullable String url,
    @JsonPropertyDescription("Secret with the key that signs the question.")
        @Nullable SecretReference secretRef,
    @JsonPropertyDescription("How long the answer may take; 24h when absent.")
        @Size(min = 2, max = Form.DURATION_LENGTH)
        @Pattern(Form.DURATION)
        @Nullable String timeout,
    @JsonPropertyDescription("What happens after that; Abort when absent.")
        @Nullable TimeoutAction onTimeout) {}
