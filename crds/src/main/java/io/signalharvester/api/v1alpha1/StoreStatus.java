/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A store that the installation uses. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoreStatus(
    @JsonPropertyDescription("Kind of the store: managed or external.") @Size(max = 16) String kind,
    @JsonPropertyDescription("Image that runs; absent for an external store.") @Size(max = 512)
        @Nullable String image) {}
