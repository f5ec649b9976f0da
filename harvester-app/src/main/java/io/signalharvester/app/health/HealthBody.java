/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.health;

import java.time.Instant;
import java.util.List;

/**
 * What a probe is told.
 *
 * @param status healthy, degraded or unhealthy
 * @param version version of this program
 * @param uptimeSeconds seconds since the process started
 * @param components what was checked
 * @param timestamp the present
 */
public record HealthBody(
    String status,
    String version,
    long uptimeSeconds,
    List<Component> components,
    Instant timestamp) {

  /**
   * One component.
   *
   * @param name its name
   * @param status healthy, degraded or unhealthy
   * @param message one sentence without secrets
   * @param lastCheck when it was checked
   * @param checkDurationMs how long that took
   */
  public record Component(
      String name, String status, String message, Instant lastCheck, long checkDurationMs) {}
}
