/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.traffic;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which part of a rollout's traffic a request belongs to; the route says it in a header. */
enum Cohort {
  /** Divided between the versions. */
  SPLIT,
  /** Kept on its version. */
  PINNED,
  /** Not said, or something else. */
  NONE;

  static final String HEADER = "x-harvester-cohort";

  static Cohort of(@Nullable String value) {
    if (value == null) {
      return NONE;
    }
    return switch (value) {
      case "split" -> SPLIT;
      case "pinned" -> PINNED;
      default -> NONE;
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
