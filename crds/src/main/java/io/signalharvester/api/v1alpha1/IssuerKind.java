/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Kind of a cert-manager issuer. */
public enum IssuerKind {
  /** One of the resource's own namespace. */
  @JsonProperty("Issuer")
  ISSUER,
  /** One for all namespaces. */
  @JsonProperty("ClusterIssuer")
  CLUSTER_ISSUER
}
