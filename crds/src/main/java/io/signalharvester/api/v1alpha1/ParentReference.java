/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A Gateway that the route attaches to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ParentReference(
    @JsonPropertyDescription("Name of the Gateway.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(SecretReference.NAME)
        String name,
    @JsonPropertyDescription("Namespace of the Gateway; the resource's own when absent.")
        @Size(min = 1, max = 63)
        @Pattern(SecretReference.NAME)
        @Nullable String namespace,
    @JsonPropertyDescription("Listener of the Gateway; all that match when absent.")
        @Size(min = 1, max = 253)
        @Nullable String sectionName) {}
