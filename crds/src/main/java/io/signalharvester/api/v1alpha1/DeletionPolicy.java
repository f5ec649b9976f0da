/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to data when the resource that owns it is deleted. */
public enum DeletionPolicy {
  /**
   * The volume and the Secrets that open it stay, and a resource of the same name takes them up.
   */
  @JsonProperty("Retain")
  RETAIN,
  /** The data goes with the resource. */
  @JsonProperty("Delete")
  DELETE
}
