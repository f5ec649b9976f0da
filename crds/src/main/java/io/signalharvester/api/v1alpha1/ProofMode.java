/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How it is shown that a gateway sends what a weight says. */
public enum ProofMode {
  /** The best way that the exposure allows. */
  @JsonProperty("Auto")
  AUTO,
  /** By requests through the gateway. */
  @JsonProperty("Probe")
  PROBE,
  /** By waiting. */
  @JsonProperty("Settle")
  SETTLE
}
