/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An Ingress. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IngressSpec(
    @JsonPropertyDescription("IngressClass; the cluster's default when absent.")
        @Size(min = 1, max = 253)
        @Pattern(SecretReference.NAME)
        @Nullable String className,
    @JsonPropertyDescription("Annotations of the Ingress.") @Size(max = 32)
        @Nullable Map<String, @Size(max = 4096) String> annotations) {}
