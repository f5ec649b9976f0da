/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A Prometheus server that is asked for measurements. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PrometheusSource(
    @JsonPropertyDescription(
            "Address of the server, for example http://prometheus.monitoring:9090.")
        @Required
        @Size(min = 8, max = 2048)
        @Pattern(Form.URL)
        String address,
    @JsonPropertyDescription("Secret with the credentials of the server.")
        @Nullable SecretReference secretRef) {}
