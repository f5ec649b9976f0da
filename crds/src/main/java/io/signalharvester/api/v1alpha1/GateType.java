/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who answers a gate. */
public enum GateType {
  /** A person, by spec.actions.promote. */
  @JsonProperty("Manual")
  MANUAL,
  /** An address that is asked. */
  @JsonProperty("Webhook")
  WEBHOOK,
  /** A Job of the new image. */
  @JsonProperty("Job")
  JOB
}
