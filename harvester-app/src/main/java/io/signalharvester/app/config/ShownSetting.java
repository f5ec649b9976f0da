/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A setting as it may be shown to anybody.
 *
 * @param name its name
 * @param value its value; stars when it is secret; null when there is none
 * @param origin where the value comes from
 */
public record ShownSetting(String name, @Nullable String value, Origin origin) {

  /** Where a value comes from. */
  public enum Origin {
    /** An environment variable, or an option of the command line in its place. */
    ENVIRONMENT,
    /** The settings file. */
    FILE,
    /** The default. */
    DEFAULT,
    /** Nowhere: it is not set and has no default. */
    NONE;

    /** Returns the name as it is shown. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
