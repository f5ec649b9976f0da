/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.traffic;

/**
 * A request that has ended.
 *
 * @param method HTTP method
 * @param route template of its path
 * @param cohort part of the rollout's traffic
 * @param status HTTP status, or 0 when the client went away before there was one
 * @param seconds how long it took
 * @param slowCounts whether its time says something; that of streams and of requests that asked to
 *     wait does not
 */
record Request(
    String method, String route, Cohort cohort, int status, double seconds, boolean slowCounts) {

  boolean isServerError() {
    return status >= 500;
  }

  /** A mistake of the client that a new version can cause: not one of access, absence or haste. */
  boolean isClientError() {
    return switch (status) {
      case 401, 403, 404, 429 -> false;
      default -> status >= 400 && status < 500;
    };
  }

  String outcome() {
    return switch (status / 100) {
      case 1 -> "INFORMATIONAL";
      case 2 -> "SUCCESS";
      case 3 -> "REDIRECTION";
      case 4 -> "CLIENT_ERROR";
      case 5 -> "SERVER_ERROR";
      default -> "UNKNOWN";
    };
  }
}
