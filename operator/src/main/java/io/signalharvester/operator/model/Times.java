/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import java.time.Duration;
import java.util.Locale;

/** Reads the durations of a spec, for example {@code 1h30m}; their form is a rule of the schema. */
final class Times {

  private Times() {}

  static Duration duration(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
