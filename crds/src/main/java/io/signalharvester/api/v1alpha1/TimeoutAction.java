/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens when nobody answers. */
public enum TimeoutAction {
  /** The rollout is rolled back. */
  @JsonProperty("Abort")
  ABORT,
  /** The rollout goes on. */
  @JsonProperty("Proceed")
  PROCEED
}
