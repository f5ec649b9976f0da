/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a stream was stored. Keys are numbers in the source's own order: epoch seconds of the
 * time it sorts by, or ids.
 *
 * @param done everything with this key or a lower one was stored, or lies before the first look
 *     back; a later walk takes the key itself once more, because items can share it
 * @param gap what is still missing above it; null when nothing is
 */
public record StreamPosition(long done, @Nullable Gap gap) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:/(\\d{1,18})/(\\d{1,18}))?");

  /**
   * What a newest-first walk left behind when it was stopped: keys above {@code below} up to {@code
   * top} were stored, those from {@code done} up to {@code below} may be missing.
   *
   * @param below highest key that may be missing
   * @param top highest key that was stored
   */
  public record Gap(long below, long top) {}

  /** Greatest key: 18 digits. */
  public static final long MOST = 999_999_999_999_999_999L;

  /** Refuses a gap that does not lie above what is done. */
  public StreamPosition {
    if (!isWhole(done, gap)) {
      throw new IllegalArgumentException(
          "a position must have 0 <= done <= below <= top of at most 18 digits");
    }
  }

  /** Returns the form of the column: {@code done} or {@code done/below/top}. */
  public String text() {
    return gap == null ? Long.toString(done) : done + "/" + gap.below() + "/" + gap.top();
  }

  /** Reads that form; anything else, such as what an older release wrote, is no position. */
  public static @Nullable StreamPosition parse(@Nullable String text) {
    Matcher parts = TEXT.matcher(text == null ? "" : text);
    if (!parts.matches()) {
      return null;
    }
    long done = Long.parseLong(parts.group(1));
    if (parts.group(2) == null) {
      return new StreamPosition(done, null);
    }
    Gap gap = new Gap(Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
    return isWhole(done, gap) ? new StreamPosition(done, gap) : null;
  }

  private static boolean isWhole(long done, @Nullable Gap gap) {
    return gap == null
        ? 0 <= done && done <= MOST
        : 0 <= done && done <= gap.below() && gap.below() <= gap.top() && gap.top() <= MOST;
  }
}
