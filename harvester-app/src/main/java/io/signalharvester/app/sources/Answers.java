/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import io.signalharvester.app.sources.SourceFault.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Reads what status and headers of an answer ask of the client. */
final class Answers {

  private static final String[] REMAINING = {"x-ratelimit-remaining", "x-rate-limit-remaining"};
  private static final String[] RESET = {"x-ratelimit-reset", "x-rate-limit-reset"};

  private Answers() {}

  /** Returns the fault that an answer other than 200 and an expected 304 is. */
  static SourceFault fault(int status, HttpHeaders headers, Instant now) {
    Duration wish = wish(headers, now);
    return switch (status) {
      case 401 -> SourceFault.answered(Kind.AUTH, status, false, null);
      // GitHub says 403 for a limit too; only the headers tell it from missing rights.
      case 403 ->
          wish == null
              ? SourceFault.answered(Kind.AUTH, status, false, null)
              : SourceFault.answered(Kind.RATE_LIMITED, status, true, wish);
      case 429 -> SourceFault.answered(Kind.RATE_LIMITED, status, true, wish);
      case 408 -> SourceFault.answered(Kind.TIMEOUT, status, true, wish);
      case 425, 500, 502, 503, 504 -> SourceFault.answered(Kind.SERVER, status, true, wish);
      default ->
          SourceFault.answered(
              status >= 500 ? Kind.SERVER : Kind.BAD_RESPONSE, status, false, null);
    };
  }

  /** Returns how long the source wants to be left alone: Retry-After, else a spent allowance. */
  private static @Nullable Duration wish(HttpHeaders headers, Instant now) {
    Duration retryAfter = RetryRule.retryAfter(headers.getFirst(HttpHeaders.RETRY_AFTER), now);
    return retryAfter == null ? untilReset(headers, now) : retryAfter;
  }

  /**
   * Returns how long it is until the source's own allowance begins anew, when this answer used up
   * the last of it; otherwise null.
   */
  static @Nullable Duration untilReset(HttpHeaders headers, Instant now) {
    String remaining = first(headers, REMAINING);
    String reset = first(headers, RESET);
    if (remaining == null
        || reset == null
        || !remaining.strip().equals("0")
        || !reset.strip().matches("\\d{1,11}")) {
      return null;
    }
    // The source's own clock, when it shows it: a difference between the clocks must not shorten
    // the wait.
    Instant there = date(headers.getFirst(HttpHeaders.DATE));
    Duration wait =
        Duration.between(
            there == null ? now : there, Instant.ofEpochSecond(Long.parseLong(reset.strip())));
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private static @Nullable String first(HttpHeaders headers, String[] names) {
    for (String name : names) {
      String value = headers.getFirst(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static @Nullable Instant date(@Nullable String text) {
    try {
      return text == null
          ? null
          : ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
