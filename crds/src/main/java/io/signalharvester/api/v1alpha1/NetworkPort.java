/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A port, or a range of them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.endPort) || self.endPort >= self.port",
    message = "endPort must not be below port: exchange the two, or leave endPort out",
    fieldPath = ".endPort")
public record NetworkPort(
    @JsonPropertyDescription("The port, or the first one of a range.") @Required @Min(1) @Max(65535)
        int port,
    @JsonPropertyDescription("The last port of a range; only port when absent.") @Min(1) @Max(65535)
        @Nullable Integer endPort,
    @JsonPropertyDescription("TCP or UDP.") @Default("TCP") @Nullable NetworkProtocol protocol) {}
