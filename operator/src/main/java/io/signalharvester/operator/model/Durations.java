/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import java.time.Duration;
import java.util.Locale;

/** Durations as the API writes them, such as {@code 90s}, {@code 10m} or {@code 1h30m}. */
public final class Durations {

  private Durations() {}

  /**
   * Reads one.
   *
   * @throws java.time.format.DateTimeParseException when it is none; the API server lets none such
   *     in
   */
  public static Duration of(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
