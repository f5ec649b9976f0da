/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import io.signalharvester.app.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings of tests, read the way the process reads its own. */
public final class TestSettings {

  public static final String API_KEY = "test-key-0123456789";

  private TestSettings() {}

  public static Settings serving(Map<String, String> database, String redisUrl) {
    Map<String, String> environment = new HashMap<>(database);
    environment.put("REDIS_URL", redisUrl);
    environment.put("HARVEST_API_KEY", API_KEY);
    environment.put("HARVEST_CURSOR_SECRET", "a-secret-for-tests-with-32-characters");
    environment.put("LOG_LEVEL", "warn");
    return Settings.load(Settings.Mode.SERVE, environment);
  }

  public static Settings pipeline(Map<String, String> database, Map<String, String> file) {
    Map<String, String> environment = new HashMap<>(database);
    environment.put("HARVEST_SETTINGS_FILE", file(file).toString());
    return Settings.load(Settings.Mode.PIPELINE, environment);
  }

  public static Path file(Map<String, String> settings) {
    try {
      Path path = Files.createTempFile("harvest", ".properties");
      path.toFile().deleteOnExit();
      String lines =
          settings.entrySet().stream()
              .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
              .collect(Collectors.joining());
      return Files.writeString(path, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
