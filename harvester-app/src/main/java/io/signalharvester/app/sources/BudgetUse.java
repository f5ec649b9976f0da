/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Duration;
import java.time.Instant;

/**
 * How much of a window is used.
 *
 * @param window the window
 * @param start when it began
 * @param used calls since then
 */
public record BudgetUse(BudgetWindow window, Instant start, long used) {

  /** Returns when it is full again. */
  public Instant resetsAt() {
    return start.plus(window.period());
  }

  /** Returns how many calls are left. */
  public long remaining() {
    return Math.max(0, window.limit() - used);
  }

  /** Returns the use at a moment: a window that has ended, or lies in the future, begins anew. */
  BudgetUse at(Instant now) {
    return now.isBefore(start) || !now.isBefore(resetsAt()) ? new BudgetUse(window, now, 0) : this;
  }

  BudgetUse oneMore() {
    return new BudgetUse(window, start, used + 1);
  }

  Duration wait(Instant now) {
    return remaining() > 0 ? Duration.ZERO : Duration.between(now, resetsAt());
  }
}
