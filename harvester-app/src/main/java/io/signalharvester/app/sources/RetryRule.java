/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * When a failed call is tried again (specification, sources 1): three tries in all; waits of at
 * most 1, 2, 4 s and so on with full jitter, capped at 30 s; what the source asks for wins, up to
 * 15 minutes.
 */
final class RetryRule {

  static final int TRIES = 3;

  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
  private static final Duration LONGEST_WISH = Duration.ofMinutes(15);

  private RetryRule() {}

  /**
   * Returns how long to wait before the next try, or null when there must be none.
   *
   * @param fault why the last try failed
   * @param failures tries that failed so far, at least 1
   * @param jitter 0 to 1
   */
  static @Nullable Duration wait(SourceFault fault, int failures, double jitter) {
    if (!fault.passing() || failures >= TRIES) {
      return null;
    }
    Duration wish = fault.retryAfter();
    if (wish != null) {
      return isTooLong(wish) ? null : wish;
    }
    Duration most = Duration.ofSeconds(1L << (failures - 1));
    Duration capped = most.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : most;
    return Duration.ofMillis((long) (capped.toMillis() * jitter));
  }

  /** Returns whether a run does not wait that long, but ends. */
  static boolean isTooLong(Duration wish) {
    return wish.compareTo(LONGEST_WISH) > 0;
  }

  /**
   * Reads the header Retry-After.
   *
   * @param text seconds or an HTTP date
   * @param now the present
   * @return the wait, never negative, or null when the header is absent or makes no sense
   */
  static @Nullable Duration retryAfter(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    String trimmed = text.strip();
    if (trimmed.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(trimmed));
    }
    try {
      Instant moment =
          ZonedDateTime.parse(trimmed, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, moment);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
