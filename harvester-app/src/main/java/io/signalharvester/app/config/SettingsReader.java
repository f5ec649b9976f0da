/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads settings and collects what is wrong with them instead of stopping at the first. */
final class SettingsReader {

  private static final String SECRET = "****";

  private final Map<String, String> environment;
  private final Map<String, String> file = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  private SettingsReader(Map<String, String> environment) {
    this.environment = environment;
  }

  static SettingsReader of(Map<String, String> environment) {
    SettingsReader reader = new SettingsReader(environment);
    @Nullable String path = reader.optional(KnownSettings.HARVEST_SETTINGS_FILE);
    if (path != null) {
      reader.readFile(path);
    }
    // Accepted now so that a manifest may set them already; their form is checked all the same.
    reader.optional(KnownSettings.HARVEST_KEY_PEPPER);
    reader.optional(KnownSettings.HARVEST_SIGNING_MASTER);
    return reader;
  }

  /** Lets these values win over those of the file. */
  void replace(Map<String, String> values) {
    file.putAll(values);
  }

  /**
   * Returns the value, or its default; a broken value counts as a problem and gives the default.
   */
  <T> T value(Setting<T> setting) {
    String defaultText = setting.defaultText();
    if (defaultText == null) {
      throw new IllegalArgumentException(setting.name() + " has no default");
    }
    T value = optional(setting);
    return value == null ? setting.rule().parse().apply(defaultText) : value;
  }

  /** Returns the value, or null when it is absent or broken. */
  <T> @Nullable T optional(Setting<T> setting) {
    String text = text(setting);
    if (text == null) {
      return null;
    }
    try {
      return setting.rule().parse().apply(text);
    } catch (IllegalArgumentException e) {
      problems.add(broken(setting, text));
      return null;
    }
  }

  /** Like {@link #optional}, but absence is a problem. */
  <T> @Nullable T required(Setting<T> setting) {
    if (text(setting) == null) {
      problems.add(setting.name() + " is missing: set it; it must be " + setting.rule().text());
    }
    return optional(setting);
  }

  /** Returns how the setting is shown; a broken value is a problem. */
  <T> ShownSetting shown(Setting<T> setting) {
    T value = optional(setting);
    String text = text(setting);
    if (text == null) {
      String otherwise = setting.defaultText();
      return new ShownSetting(
          setting.name(),
          otherwise,
          otherwise == null ? ShownSetting.Origin.NONE : ShownSetting.Origin.DEFAULT);
    }
    return new ShownSetting(
        setting.name(),
        setting.secret() || value == null ? SECRET : text,
        setting.place() == Setting.Place.FILE
            ? ShownSetting.Origin.FILE
            : ShownSetting.Origin.ENVIRONMENT);
  }

  void refuseProblems() {
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
  }

  private @Nullable String text(Setting<?> setting) {
    Map<String, String> place = setting.place() == Setting.Place.ENVIRONMENT ? environment : file;
    String text = place.get(setting.name());
    // An empty variable is how manifests leave something out.
    if (text == null || text.isBlank()) {
      return null;
    }
    return setting.secret() ? text : text.strip();
  }

  private static String broken(Setting<?> setting, String text) {
    String shown =
        setting.secret() ? "has a value that is not allowed" : "is '" + masked(text) + "'";
    String remedy =
        setting.defaultText() == null
            ? "correct it"
            : "correct it, or remove it to get " + setting.defaultText();
    return setting.name() + " " + shown + ", but must be " + setting.rule().text() + ": " + remedy;
  }

  /**
   * Addresses may carry a login, and messages end up in logs and in the status of pods. A broken
   * one need not look like an address, so whatever stands before the last @ is hidden.
   */
  private static String masked(String text) {
    int at = text.lastIndexOf('@');
    return at < 0 ? text : "***" + text.substring(at);
  }

  private void readFile(String path) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(path))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add(
          "HARVEST_SETTINGS_FILE names '"
              + path
              + "', which cannot be read as a .properties file in UTF-8: correct the path or the file");
      return;
    }
    Set<String> known =
        KnownSettings.all().stream()
            .filter(setting -> setting.place() == Setting.Place.FILE)
            .map(Setting::name)
            .collect(Collectors.toUnmodifiableSet());
    for (String name : properties.stringPropertyNames()) {
      if (known.contains(name)) {
        file.put(name, properties.getProperty(name));
      } else {
        problems.add(
            "'"
                + name
                + "' in "
                + path
                + " is not a setting: the nearest known name is "
                + NearestName.to(name, known));
      }
    }
  }
}
