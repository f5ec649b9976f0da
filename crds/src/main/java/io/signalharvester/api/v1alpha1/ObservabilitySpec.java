/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Objects for monitoring; each is made only where the cluster knows its kind. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ObservabilitySpec(
    @JsonPropertyDescription("Whether a ServiceMonitor is made.") @Nullable Boolean serviceMonitor,
    @JsonPropertyDescription("Whether a PrometheusRule with the alerts is made.")
        @Nullable Boolean prometheusRule,
    @JsonPropertyDescription("Whether ConfigMaps with the dashboards are made.")
        @Nullable Boolean dashboards,
    @JsonPropertyDescription("Where traces go, by OTLP over HTTP.")
        @Size(min = 8, max = 2048)
        @Pattern(Form.URL)
        @Nullable String otlpEndpoint,
    @JsonPropertyDescription("Where errors are reported.") @Nullable SentrySpec sentry) {}
