/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ServiceAccount of all pods: one that exists, or one of the installation's own. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.name) && has(self.annotations))",
    message =
        "serviceAccount.annotations are for the account that the operator makes, and"
            + " serviceAccount.name names one that exists: remove one of them")
public record ServiceAccountSpec(
    @JsonPropertyDescription(
            "Name of a ServiceAccount that exists, for the pods of the managed stores too, which a"
                + " change restarts; the operator makes one when absent.")
        @Size(min = 1, max = 253)
        @Pattern(SecretReference.NAME)
        @Nullable String name,
    @JsonPropertyDescription("Annotations of the ServiceAccount that the operator makes.")
        @Size(max = 32)
        @Nullable Map<String, @Size(max = 4096) String> annotations) {}
