/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A store that somebody else runs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExternalStore(
    @JsonPropertyDescription(
            "Secret that says where the store is and opens it. With the label"
                + " signalharvester.io/watch: \"true\" on it, changes are seen at once. Pods read it when"
                + " they start.")
        @Required
        SecretReference secretRef) {}
