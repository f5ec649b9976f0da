/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pods or addresses that the workload may reach, with the ports. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.ipBlock) != (has(self.namespaceSelector) || has(self.podSelector))",
    message =
        "each item of networkPolicy.egressTo must name either an ipBlock or a namespaceSelector or"
            + " podSelector, or both selectors: use two items for two kinds")
public record NetworkDestination(
    @JsonPropertyDescription("Addresses outside the cluster, or of nodes.")
        @Nullable AddressBlock ipBlock,
    @JsonPropertyDescription(
            "Namespaces by their labels, those of all names when empty; the resource's own when"
                + " absent.")
        @Nullable LabelSelector namespaceSelector,
    @JsonPropertyDescription("Pods of these namespaces by their labels; all when absent.")
        @Nullable LabelSelector podSelector,
    @JsonPropertyDescription("Ports that are opened.") @Required @Size(min = 1, max = 16)
        List<NetworkPort> ports) {}
