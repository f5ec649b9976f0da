/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the service is reached through the Gateway API. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.parentRefs) != has(self.className)",
    message =
        "exposure.gateway must name exactly one of parentRefs (a Gateway that exists) and className"
            + " (a Gateway of its own)")
public record GatewaySpec(
    @JsonPropertyDescription("Gateways that exist already.") @Size(min = 1, max = 8)
        @Nullable List<ParentReference> parentRefs,
    @JsonPropertyDescription(
            "Class of a Gateway of the installation's own. Not yet supported: leave it out.")
        @Size(min = 1, max = 253)
        @Pattern(SecretReference.NAME)
        @Nullable String className) {}
