/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The certificate of a listener of the installation's own. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.issuerRef) != has(self.secretName)",
    message =
        "exposure.tls must name exactly one of issuerRef (a certificate is asked for) and"
            + " secretName"
            + " (it exists already): add one, or remove the other")
public record TlsSpec(
    @JsonPropertyDescription("Issuer that is asked for the certificate.")
        @Nullable IssuerReference issuerRef,
    @JsonPropertyDescription("Secret with the certificate and its key.")
        @Size(min = 1, max = 253)
        @Pattern(SecretReference.NAME)
        @Nullable String secretName) {}
