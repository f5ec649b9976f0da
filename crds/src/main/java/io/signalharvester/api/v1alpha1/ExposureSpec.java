/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the service is reached from outside the cluster; without it only from inside. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.gateway) && has(self.ingress))",
    message = "exposure must name at most one of gateway and ingress: remove one of them")
@ValidationRule(
    value =
        "!(has(self.gateway) || has(self.ingress)) || (has(self.hosts) && size(self.hosts) > 0)",
    message =
        "exposure.hosts must name at least one host when a gateway or an ingress is used: add the"
            + " host name")
@ValidationRule(
    value =
        "!has(self.tls) || has(self.ingress) || (has(self.gateway) && has(self.gateway.className))",
    message =
        "exposure.tls needs a listener of its own (ingress or gateway.className); with"
            + " gateway.parentRefs TLS is that Gateway's: remove exposure.tls")
public record ExposureSpec(
    @JsonPropertyDescription("Host names that the service answers to.") @Size(max = 16)
        @Nullable
            List<
                @Size(min = 1, max = 253)
                @Pattern("^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)*[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
                String>
            hosts,
    @JsonPropertyDescription("Exposure by a Gateway API HTTPRoute.") @Nullable GatewaySpec gateway,
    @JsonPropertyDescription("Exposure by an Ingress. Not yet supported: leave it out.")
        @Nullable IngressSpec ingress,
    @JsonPropertyDescription("TLS of the own listener. Not yet supported: leave it out.")
        @Nullable TlsSpec tls,
    @JsonPropertyDescription("Redirect of http to https. Not yet supported: leave it out.")
        @Nullable Boolean httpsRedirect) {}
