/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where measurements of a rollout come from. */
public enum MeasurementSource {
  /** The pods themselves. */
  @JsonProperty("Pods")
  PODS,
  /** A Prometheus server. */
  @JsonProperty("Prometheus")
  PROMETHEUS
}
