/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Credentials of the sources and of the language model. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CredentialsSpec(
    @JsonPropertyDescription(
            "Secret whose keys become environment variables of the workload, as"
                + " docs/reference/settings.md names them.")
        @Required
        SecretReference secretRef) {}
