/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import org.jspecify.annotations.Nullable;

/** Pods or addresses that may call the API. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.ipBlock) != (has(self.namespaceSelector) || has(self.podSelector))",
    message =
        "each item of networkPolicy.ingressFrom must name either an ipBlock or a namespaceSelector"
            + " or podSelector, or both selectors: use two items for two kinds")
public record NetworkPeer(
    @JsonPropertyDescription("Addresses outside the cluster, or of nodes.")
        @Nullable AddressBlock ipBlock,
    @JsonPropertyDescription(
            "Namespaces by their labels, those of all names when empty; the resource's own when"
                + " absent.")
        @Nullable LabelSelector namespaceSelector,
    @JsonPropertyDescription("Pods of these namespaces by their labels; all when absent.")
        @Nullable LabelSelector podSelector) {}
