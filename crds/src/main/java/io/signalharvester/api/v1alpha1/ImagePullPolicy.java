/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When the kubelet fetches an image. */
public enum ImagePullPolicy {
  /** Only when the node has none. */
  @JsonProperty("IfNotPresent")
  IF_NOT_PRESENT("IfNotPresent"),
  /** At every start of a pod. */
  @JsonProperty("Always")
  ALWAYS("Always"),
  /** Never: the node has to have it. */
  @JsonProperty("Never")
  NEVER("Never");

  private final String text;

  ImagePullPolicy(String text) {
    this.text = text;
  }

  /** The word that Kubernetes uses. */
  public String text() {
    return text;
  }
}
