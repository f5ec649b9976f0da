/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Duration;

/**
 * So many calls in so much time. A window begins with its first call and is full again when it
 * ends; one call per window is therefore a least distance between calls.
 *
 * @param name its name in tables and metrics, 1 to 16 characters, such as {@code day}
 * @param limit most calls of one window, at least 1
 * @param period its length, at least 1 ms
 */
public record BudgetWindow(String name, long limit, Duration period) {

  /** Refuses windows that nothing could pass, and names that the table cannot hold. */
  public BudgetWindow {
    if (!name.matches("[a-z0-9_]{1,16}") || limit < 1 || period.toMillis() < 1) {
      throw new IllegalArgumentException(
          "a window needs a name of 1 to 16 of a-z 0-9 _, a limit and a length");
    }
  }

  /** At most so many calls in 24 hours. */
  public static BudgetWindow day(long limit) {
    return new BudgetWindow("day", limit, Duration.ofDays(1));
  }

  /** At most so many calls in an hour. */
  public static BudgetWindow hour(long limit) {
    return new BudgetWindow("hour", limit, Duration.ofHours(1));
  }

  /** At most so many calls in a minute. */
  public static BudgetWindow minute(long limit) {
    return new BudgetWindow("minute", limit, Duration.ofMinutes(1));
  }

  /** One call in that time. */
  public static BudgetWindow spacing(Duration period) {
    return new BudgetWindow("spacing", 1, period);
  }

  /** Returns the part of one replica that cannot ask what the others used. */
  BudgetWindow share(int replicas) {
    return limit >= replicas
        ? new BudgetWindow(name, limit / replicas, period)
        : new BudgetWindow(name, 1, period.multipliedBy(replicas).dividedBy(limit));
  }
}
