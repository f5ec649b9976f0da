/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

/** A protocol that has ports. */
public enum NetworkProtocol {
  TCP,
  UDP
}
