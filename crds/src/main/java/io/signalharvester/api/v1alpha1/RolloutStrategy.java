/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a new revision takes over. */
public enum RolloutStrategy {
  /** Step by step, compared with the previous one. */
  @JsonProperty("Canary")
  CANARY,
  /** At once, after it was tested beside the previous one. */
  @JsonProperty("BlueGreen")
  BLUE_GREEN,
  /** At once. */
  @JsonProperty("AllAtOnce")
  ALL_AT_ONCE
}
