/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a schema change that cannot be undone needs first. */
public enum BackupRequirement {
  /** A backup; without one the change waits. */
  @JsonProperty("Required")
  REQUIRED,
  /** A backup where one can be had. */
  @JsonProperty("BestEffort")
  BEST_EFFORT,
  /** Nothing. */
  @JsonProperty("None")
  NONE
}
