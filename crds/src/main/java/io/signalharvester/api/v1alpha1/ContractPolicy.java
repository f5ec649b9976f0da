/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When what only older versions need is removed from the schema. */
public enum ContractPolicy {
  /** When no way back is needed any more. */
  @JsonProperty("AfterRollbackWindow")
  AFTER_ROLLBACK_WINDOW,
  /** When a person asks for it. */
  @JsonProperty("Manual")
  MANUAL
}
