/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.e2e.local.App;
import io.signalharvester.e2e.sources.SampleSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The app with the settings of the demo, on stores and sample sources of this machine. */
public final class LocalDemo {

  static final String API_KEY = "dev-key-0123456789";
  private static final String SAMPLE_HOST = "http://sample-sources.sample-sources.svc:8080";

  private LocalDemo() {}

  /**
   * Makes its commands ready to run.
   *
   * @param extracted folder of `harvest.jar` and its libraries
   * @param stores the variables with which the app finds its stores
   * @param sources what it fetches from
   * @param work folder for settings and logs
   */
  public static App app(
      Path extracted, Map<String, String> stores, SampleSources sources, Path work)
      throws IOException {
    Map<String, String> environment = new HashMap<>(stores);
    environment.put("HARVEST_API_KEY", API_KEY);
    environment.put("HARVEST_CURSOR_SECRET", "only-for-the-development-of-the-app");
    environment.put("HARVEST_SETTINGS_FILE", settings(sources, work).toString());
    environment.put("LOG_LEVEL", "warn");
    return new App(
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            // Short lives: the second compiler would cost more than it gives.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-jar",
            extracted.resolve("harvest.jar").toString()),
        environment,
        work);
  }

  /** The settings of the demo, with the sample sources where they are here. */
  private static Path settings(SampleSources sources, Path work) throws IOException {
    GenericKubernetesResource demo =
        Serialization.unmarshal(
            Manifest.text("demo.yaml", Map.of("APP_IMAGE", "none")),
            GenericKubernetesResource.class);
    Properties properties = new Properties();
    Map<String, Object> settings = demo.get("spec", "settings");
    settings.forEach((name, value) ->
        properties.setProperty(
            name,
            String.valueOf(value).replace(SAMPLE_HOST, "http://127.0.0.1:" + sources.port())));
    Path file = work.resolve("settings.properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    return file;
  }
}
