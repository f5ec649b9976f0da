/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.traffic;

import io.signalharvester.app.telemetry.Metric;
import java.util.List;
import java.util.stream.IntStream;

/** What the requests of one window were, for one cohort or one route. */
final class Counts {

  private static final double[] BOUNDS = Metric.bounds();

  private int requests;
  private int serverErrors;
  private int clientErrors;
  private final int[] slower = new int[BOUNDS.length];

  /**
   * The counts as they are told.
   *
   * @param requests all that ended
   * @param serverErrors of them, those with 5xx
   * @param clientErrors of them, those with 4xx other than 401, 403, 404 and 429
   * @param slower of them, those that took longer than each bound
   */
  record View(int requests, int serverErrors, int clientErrors, List<Integer> slower) {}

  void add(Request request) {
    requests++;
    if (request.isServerError()) {
      serverErrors++;
    }
    if (request.isClientError()) {
      clientErrors++;
    }
    if (request.slowCounts()) {
      for (int i = 0; i < BOUNDS.length && request.seconds() > BOUNDS[i]; i++) {
        slower[i]++;
      }
    }
  }

  int requests() {
    return requests;
  }

  View view() {
    return new View(requests, serverErrors, clientErrors, IntStream.of(slower).boxed().toList());
  }
}
