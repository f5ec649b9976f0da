/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The Redis of the installation: at most one kind; a managed one when none is named. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.managed) && has(self.external))",
    message = "cache must name at most one of managed and external: remove one of them")
public record CacheSpec(
    @JsonPropertyDescription("A Redis that the operator runs.") @Nullable ManagedCache managed,
    @JsonPropertyDescription(
            "A Redis that exists already. Its Secret has the keys host, port and password; TLS and"
                + " named users are not spoken yet. The logical databases 0 and 1 are used, and keys"
                + " without an expiry must not be evicted.")
        @Nullable ExternalStore external) {}
