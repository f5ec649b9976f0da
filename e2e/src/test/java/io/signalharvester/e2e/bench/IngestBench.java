/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signalharvester.e2e.Command;
import io.signalharvester.e2e.Failure;
import io.signalharvester.e2e.bench.BenchResult.Bar;
import io.signalharvester.e2e.local.App;
import io.signalharvester.e2e.local.ExtractedApp;
import io.signalharvester.e2e.local.LocalStores;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How many artifacts a second the app stores and scores. The program that measures is compiled with
 * the app's tests and runs in a JVM of its own, on the archive and the libraries that are shipped,
 * against a PostgreSQL that writes to disk.
 */
final class IngestBench implements Bench.Measurement {

  private static final long SEED = 20_260_301;
  private static final int STORED = 100_000;
  private static final int SCORED = 25_000;
  private static final int ROUNDS = 5;

  private static final String PROGRAM = "io.signalharvester.app.bench.IngestMeasure";
  private static final Duration STEP = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private static final List<String> JVM =
      List.of(
          Path.of(System.getProperty("java.home"), "bin/java").toString(),
          // The collector of the images, and the share of 1 GiB that a pod of theirs gives it.
          "-XX:+UseSerialGC",
          "-Xmx717m",
          "--enable-native-access=ALL-UNNAMED");

  @Override
  public BenchResult measure(Path root, Consumer<String> progress) throws IOException {
    Path program = root.resolve("harvester-app/target/test-classes");
    if (!Files.exists(program.resolve(PROGRAM.replace('.', '/') + ".class"))) {
      throw new Failure(
          "The program that measures is not compiled: run ./mvnw package -DskipTests first.");
    }
    Path work = root.resolve("e2e/target/bench");
    Path archive = ExtractedApp.of(root, work, libraries -> {}).resolve("harvest.jar");
    progress.accept("starting a PostgreSQL that writes to disk");
    try (LocalStores stores = LocalStores.startDurable()) {
      Map<String, String> environment = new HashMap<>(stores.environment());
      environment.put("LOG_LEVEL", "warn");
      environment.put("EMBEDDING_PROVIDER", "hash");
      new App(words("-jar", archive.toString()), environment, work).run(STEP, "migrate");
      progress.accept("storing " + STORED + " and scoring " + SCORED + ", " + ROUNDS + " rounds");
      String report =
          Command.of(
                  LONGEST,
                  words(
                      "-classpath",
                      archive + File.pathSeparator + program,
                      PROGRAM,
                      String.valueOf(SEED),
                      String.valueOf(STORED),
                      String.valueOf(SCORED),
                      String.valueOf(ROUNDS)))
              .with(environment)
              .errorsToConsole()
              .output();
      return result(new ObjectMapper().readTree(report), Instant.now());
    }
  }

  private static List<String> words(String... more) {
    List<String> words = new ArrayList<>(JVM);
    words.addAll(List.of(more));
    return words;
  }

  static BenchResult result(JsonNode report, Instant at) {
    Map<String, Spread> figures = new LinkedHashMap<>();
    report
        .path("figures")
        .properties()
        .forEach(figure -> {
          List<Double> values = new ArrayList<>();
          figure.getValue().path("values").forEach(value -> values.add(value.asDouble()));
          figures.put(figure.getKey(), new Spread(figure.getValue().path("unit").asText(), values));
        });
    Map<String, String> versions = new LinkedHashMap<>();
    report
        .path("versions")
        .properties()
        .forEach(version -> versions.put(version.getKey(), version.getValue().asText()));
    return new BenchResult(
        "ingest",
        at,
        Machine.here(),
        versions,
        SEED,
        figures,
        List.of(
            bar(figures, "stored, pages of 500", 5000),
            bar(figures, "scored for the first time", 1000),
            bar(figures, "scored again", 1000)));
  }

  private static Bar bar(Map<String, Spread> figures, String name, double limit) {
    Spread spread = figures.get(name);
    if (spread == null) {
      throw new Failure("The program that measures told no \"" + name + "\": build everything.");
    }
    return Bar.atLeast(name, spread.median(), limit, spread.unit());
  }
}
