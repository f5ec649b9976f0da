/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may talk to the pods of the installation, and to whom they may talk. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkPolicySpec(
    @JsonPropertyDescription(
            "Whether NetworkPolicies are made. They need a network plugin that enforces them; without"
                + " one they are there and change nothing.")
        @Default("true")
        @Nullable Boolean enabled,
    @JsonPropertyDescription(
            "Who may call the API (port 8000) beside the namespaces of exposure.gateway.parentRefs"
                + " and the operator; pods of the resource's own namespace are not among them unless"
                + " they are listed. Name here, as an ipBlock, the nodes of a gateway that runs in"
                + " the host network or outside the cluster, and by its namespace a gateway whose"
                + " pods run elsewhere than its Gateway object. Metrics (port 8001) are open to the"
                + " namespace named monitoring and to the operator alone.")
        @Size(max = 16)
        @Nullable List<NetworkPeer> ingressFrom,
    @JsonPropertyDescription(
            "What the workload may reach beside DNS (port 53), its database, its cache, port 443 of"
                + " public addresses and the ports of the URLs in settings. Needed for a proxy or"
                + " mirror on a private address, and for a Service whose pods listen on another port"
                + " than it does: policies see the port of the pod.")
        @Size(max = 16)
        @Nullable List<NetworkDestination> egressTo) {}
