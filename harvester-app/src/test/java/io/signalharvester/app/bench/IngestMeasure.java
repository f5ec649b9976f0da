/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.bench;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.telemetry.Logs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The program behind {@code ./mvnw -Pbench -Dbench=ingest}: measures how many artifacts a second
 * are stored and scored, against the migrated and empty stores that the environment names, as it
 * does for the application. It prints one JSON object; what it does meanwhile goes to standard
 * error.
 */
public final class IngestMeasure {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String UNIT = "artifacts/s";

  private final Map<String, List<Double>> figures = new LinkedHashMap<>();

  private IngestMeasure() {}

  /** Seed, items to store, items to score, rounds. */
  public static void main(String[] arguments) {
    Settings settings = Settings.load(Settings.Mode.PIPELINE, System.getenv());
    Logs.toStderr(settings.logs());
    int stored = Integer.parseInt(arguments[1]);
    int scored = Integer.parseInt(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    InventedItems items = new InventedItems(Long.parseLong(arguments[0]), stored, NOW);
    IngestMeasure measure = new IngestMeasure();
    try (Server server = new Server(settings.database())) {
      String version = server.durableVersion();
      measure.storing(new StoreRounds(settings.database(), items, NOW), server, stored, rounds);
      server.empty();
      new StoreRounds(settings.database(), items, NOW).fresh(scored, StoreRounds.WHOLE_BATCH);
      try (ScoreRounds scoring = new ScoreRounds(settings, NOW)) {
        say(scoring.prepare());
        measure.scoring(scoring, server, scored, rounds);
      }
      System.out.println(measure.report(version));
    }
  }

  private void storing(StoreRounds store, Server server, int number, int rounds) {
    // A fifth is enough for what is no bar, and to warm up.
    int part = number / 5;
    store.fresh(part, StoreRounds.WHOLE_BATCH);
    for (int round = 1; round <= rounds; round++) {
      server.empty();
      keep("stored, pages of 100", store.fresh(part, StoreRounds.SOURCE_PAGE));
      keep("read again, unchanged", store.unchanged(part));
      keep("read again, all changed", store.changed(part));
      server.empty();
      keep("stored, pages of 500", store.fresh(number, StoreRounds.WHOLE_BATCH));
      say("round " + round + ": " + newest(round));
    }
  }

  private void scoring(ScoreRounds score, Server server, int number, int rounds) {
    server.forgetScores();
    score.run(number);
    for (int round = 1; round <= rounds; round++) {
      server.forgetScores();
      keep("scored for the first time", score.run(number));
      server.markAllDue();
      keep("scored again", score.run(number));
      say("round " + round + ": " + newest(round));
    }
  }

  private void keep(String name, double value) {
    figures.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
  }

  /** The values of a round, of those figures that have no later one. */
  private String newest(int round) {
    List<String> texts = new ArrayList<>();
    figures.forEach((name, values) -> {
      if (values.size() == round) {
        texts.add("%s %.0f/s".formatted(name, values.getLast()));
      }
    });
    return String.join("; ", texts);
  }

  private String report(String version) {
    Map<String, Object> spreads = new LinkedHashMap<>();
    figures.forEach((name, values) -> spreads.put(name, Map.of("unit", UNIT, "values", values)));
    return JsonMapper.shared()
        .writeValueAsString(
            Map.of(
                "versions",
                Map.of("postgresql", version, "java", Runtime.version().toString()),
                "figures",
                spreads));
  }

  private static void say(String sentence) {
    System.err.println(sentence);
  }
}
