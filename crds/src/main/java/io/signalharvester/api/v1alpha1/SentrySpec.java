/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Where errors are reported. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SentrySpec(
    @JsonPropertyDescription("Secret with the address (dsn).") @Required
        SecretReference secretRef) {}
