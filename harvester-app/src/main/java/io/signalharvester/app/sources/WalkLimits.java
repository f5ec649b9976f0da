/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Instant;

/**
 * Where a walk over a stream ends.
 *
 * @param first key down to which a stream without a position is read
 * @param lowest key below which nothing is fetched, however far back the position lies
 * @param ceiling highest key that can be true, such as the present; an item above it is stored but
 *     moves no position, or one wrong date would hide everything that comes after it
 * @param items most items of one run
 * @param pages most pages of one run
 */
public record WalkLimits(long first, long lowest, long ceiling, int items, int pages) {

  private static final int PAGES = 10;

  /**
   * The limits of a stream whose keys are epoch seconds: 10 pages, and 7 days beyond the look-back
   * when the position lies further back.
   *
   * @param notBefore how far back a stream without a position is read
   * @param now the present
   * @param items most items of one run
   */
  public static WalkLimits ofTimes(Instant notBefore, Instant now, int items) {
    return new WalkLimits(
        Math.max(0, notBefore.getEpochSecond()),
        Math.max(0, notBefore.minus(SourceClient.BEYOND).getEpochSecond()),
        now.getEpochSecond(),
        items,
        PAGES);
  }

  /** Refuses limits that make no sense together. */
  public WalkLimits {
    if (lowest < 0 || first < lowest || ceiling > StreamPosition.MOST || items < 1 || pages < 1) {
      throw new IllegalArgumentException(
          "a walk needs 0 <= lowest <= first, a ceiling of at most 18 digits, and at least one item and page");
    }
  }
}
