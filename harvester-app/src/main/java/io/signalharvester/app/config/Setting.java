/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import org.jspecify.annotations.Nullable;

/**
 * One setting: where it is read, what it may hold and what it means. The reference page is written
 * from these.
 *
 * @param name environment variable, or dotted name in the settings file
 * @param place where it is read
 * @param defaultText value when it is absent; null when there is none
 * @param rule what the text must look like
 * @param meaning one sentence for the reader of the page
 * @param secret true when the value must not be repeated in messages
 * @param <T> type of the value
 */
public record Setting<T>(
    String name,
    Place place,
    @Nullable String defaultText,
    ValueRule<T> rule,
    String meaning,
    boolean secret) {

  /** Where a setting is read. */
  public enum Place {
    /** An environment variable. */
    ENVIRONMENT,
    /** A key of the file that HARVEST_SETTINGS_FILE names. */
    FILE
  }

  static <T> Setting<T> env(
      String name, @Nullable String defaultText, ValueRule<T> rule, String meaning) {
    return new Setting<>(name, Place.ENVIRONMENT, defaultText, rule, meaning, false);
  }

  static <T> Setting<T> secretEnv(String name, ValueRule<T> rule, String meaning) {
    return new Setting<>(name, Place.ENVIRONMENT, null, rule, meaning, true);
  }

  static <T> Setting<T> file(String name, String defaultText, ValueRule<T> rule, String meaning) {
    return new Setting<>(name, Place.FILE, defaultText, rule, meaning, false);
  }
}
