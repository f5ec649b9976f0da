/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a receiver understands. */
public enum NotificationType {
  /** An incoming webhook of Slack. */
  @JsonProperty("Slack")
  SLACK,
  /** A signed request with JSON. */
  @JsonProperty("Webhook")
  WEBHOOK
}
