/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a step does that gets too few requests for a judgement. */
public enum LowTraffic {
  /** It goes on and says so. */
  @JsonProperty("PromoteWithReducedEvidence")
  PROMOTE_WITH_REDUCED_EVIDENCE,
  /** It sends read requests of its own. */
  @JsonProperty("Probe")
  PROBE,
  /** It waits for a person. */
  @JsonProperty("Hold")
  HOLD
}
