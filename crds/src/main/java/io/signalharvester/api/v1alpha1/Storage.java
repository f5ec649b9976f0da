/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A volume that the operator claims. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "quantity(self.size).compareTo(quantity(oldSelf.size)) >= 0",
    message =
        "storage.size cannot shrink, because a volume cannot: keep the present size or choose a"
            + " larger one",
    fieldPath = ".size")
@ValidationRule(
    value =
        "has(self.storageClassName) == has(oldSelf.storageClassName) &&"
            + " (!has(self.storageClassName) || self.storageClassName =="
            + " oldSelf.storageClassName)",
    message =
        "storage.storageClassName cannot change, because a volume stays where it is: create a new"
            + " resource with the other class and move the data",
    fieldPath = ".storageClassName")
public record Storage(
    @JsonPropertyDescription(
            "Size of the volume, a quantity such as 10Gi. It can grow, never shrink.")
        @Required
        @Size(min = 2, max = 20)
        @Pattern("^[1-9][0-9]*(Mi|Gi|Ti)$")
        String size,
    @JsonPropertyDescription("StorageClass of the volume; the cluster's default when absent.")
        @Size(min = 1, max = 253)
        @Nullable String storageClassName) {}
