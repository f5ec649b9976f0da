/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

/** How the Gateways took the route. */
public enum Exposure {
  /** No exposure is asked for. */
  IN_CLUSTER,
  /** Every Gateway has accepted the route as it is wanted. */
  ACCEPTED,
  /** A Gateway has not accepted it yet. */
  PENDING
}
