/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signalharvester.e2e.local.App;
import io.signalharvester.e2e.local.ExtractedApp;
import io.signalharvester.e2e.local.LocalStores;
import io.signalharvester.e2e.provision.LocalDemo;
import io.signalharvester.e2e.sources.SampleSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run of the pipeline that is killed in the middle of a stage, and the run after it. The process,
 * the kill (SIGKILL) and both stores are real; only the sources are samples, whose clock stands
 * still, so that every run is given the same items.
 */
class KilledRunIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path WORK = ROOT.resolve("e2e/target/killed-run");
  private static final Duration RUN = Duration.ofMinutes(2);
  private static final String MIGRATED = "migrated";
  private static final List<String> WORK_DONE =
      List.of("inserted", "updated", "classified", "embedded", "related", "scored", "skipped");

  private static LocalStores stores;
  private static SampleSources sources;
  private static Path extracted;
  private static Rows expected;

  /**
   * A stage, the table at which it is held and how much it has stored by then. Of two tables that a
   * stage fills it is the later one: what stands in the earlier one must not count without it.
   */
  private enum Kill {
    FETCH("artifact_entities", "true", true),
    CLASSIFY("artifact_topics", "true", false),
    EMBED("embeddings", "NEW.kind = 'artifact'", true),
    RELATE("artifact_relationships", "true", false),
    SCORE("score_components", "true", false),
    TOPIC_STATS("topic_daily_stats", "true", false);

    private final String table;
    private final String condition;
    private final boolean partIsStored;

    /**
     * Describes it.
     *
     * @param table the table; half of its rows are written when the kill comes
     * @param condition which of its rows are those of this stage
     * @param partIsStored whether the stage stores in several parts, so that some are there already
     */
    Kill(String table, String condition, boolean partIsStored) {
      this.table = table;
      this.condition = condition;
      this.partIsStored = partIsStored;
    }
  }

  @BeforeAll
  static void runOnceToTheEnd() throws IOException, SQLException {
    stores = LocalStores.start();
    sources = SampleSources.start(Clock.fixed(Instant.now(), ZoneOffset.UTC));
    Files.createDirectories(WORK);
    extracted = ExtractedApp.of(ROOT, WORK.resolve("app"), libraries -> {});
    stores.copyDatabase("template1", MIGRATED);
    app(MIGRATED).run(RUN, "migrate");
    stores.copyDatabase(MIGRATED, "uninterrupted");
    run("uninterrupted");
    expected = rows("uninterrupted");
  }

  @AfterAll
  static void end() {
    if (sources != null) {
      sources.close();
    }
    if (stores != null) {
      stores.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Kill.class)
  void aRunKilledInAStageIsFinishedByTheNextWithTheSameRowsAndOneMoreStoresNothing(Kill kill)
      throws Exception {
    String database = "killed_in_" + kill.name().toLowerCase(Locale.ROOT);
    stores.copyDatabase(MIGRATED, database);
    // What earlier runs embedded and what they spent of the budgets of sources is not of this one.
    stores.emptyRedis();
    killIn(kill, database);
    Rows left = rows(database);
    assertThat(left.differences(expected)).as("what the kill prevented").isNotEmpty();
    if (kill.partIsStored) {
      assertThat(left.count(kill.table)).isBetween(1, expected.count(kill.table) - 1);
    } else {
      assertThat(left.count(kill.table)).isZero();
    }
    if (kill != Kill.FETCH) {
      lapse(database);
    }
    run(database);
    assertThat(rows(database).differences(expected)).isEmpty();
    assertThat(
            value(
                database,
                """
                SELECT string_agg(status, ',' ORDER BY started_at) FROM jobs
                WHERE started_at >= (SELECT lease_until FROM jobs WHERE status = 'failed') OR status = 'failed'
                """))
        .as("the lease of the killed run ended before the next one began")
        .isEqualTo("failed,completed");
    List<String> before = writtenRows(database);
    JsonNode report = run(database);
    for (String counter : WORK_DONE) {
      assertThat(report.at("/counters/" + counter).asInt(-1)).as(counter).isZero();
    }
    assertThat(writtenRows(database)).isEqualTo(before);
  }

  private static void killIn(Kill kill, String database) throws Exception {
    int half = expected.count(kill.table) / 2;
    try (Hold hold = Hold.of(stores.connect(database), kill.table, kill.condition, half)) {
      App app = app(database);
      Process process = app.start(app.log(database + "-"), "pipeline", "discovery");
      try {
        hold.awaitHeld();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("ended by SIGKILL").isEqualTo(128 + 9);
    }
  }

  /**
   * Ends the lease of the killed run early: its 30 seconds are awaited in one case, which is
   * enough.
   */
  private static void lapse(String database) throws SQLException {
    try (Connection connection = stores.connect(database);
        var statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "UPDATE jobs SET lease_until = now() - interval '1 second' WHERE status = 'running'"))
          .isEqualTo(1);
    }
  }

  private static String value(String database, String query) throws SQLException {
    try (Connection connection = stores.connect(database);
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static JsonNode run(String database) throws IOException {
    return new ObjectMapper().readTree(app(database).run(RUN, "pipeline", "discovery"));
  }

  private static Rows rows(String database) throws SQLException {
    try (Connection connection = stores.connect(database)) {
      return Rows.of(connection);
    }
  }

  private static List<String> writtenRows(String database) throws SQLException {
    try (Connection connection = stores.connect(database)) {
      return Rows.asWritten(connection);
    }
  }

  private static App app(String database) throws IOException {
    return LocalDemo.app(extracted, stores.environment(database), sources, WORK);
  }
}
