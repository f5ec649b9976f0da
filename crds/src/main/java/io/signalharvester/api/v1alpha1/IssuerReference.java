/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A cert-manager issuer. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IssuerReference(
    @JsonPropertyDescription("Name of the issuer.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(SecretReference.NAME)
        String name,
    @JsonPropertyDescription("Kind of the issuer; Issuer when absent.")
        @Nullable IssuerKind kind) {}
