/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names a Secret in the resource's own namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretReference(
    @JsonPropertyDescription("Name of the Secret.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(SecretReference.NAME)
        String name) {
  static final String NAME = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";
}
