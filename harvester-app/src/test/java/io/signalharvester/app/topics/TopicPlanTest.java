/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The database walks the index that the data model names (data-model 6, 24 and Q2). */
class TopicPlanTest {

  private static final LocalDate LAST = LocalDate.of(2026, 1, 1);

  private static Postgres pool;

  @BeforeAll
  static void fill() {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.migratedDatabase();
    postgres.execute(
        database,
        "INSERT INTO topics (id, name) SELECT i, 't' || i FROM generate_series(1, 100) i");
    postgres.execute(
        database,
        "INSERT INTO topic_daily_stats (topic_id, day, artifact_count, avg_discovery_score)"
            + " SELECT t, date '2026-01-01' - d, 3, 40 FROM generate_series(1, 100) t, generate_series(0, 299) d");
    postgres.execute(database, "ANALYZE");
    Settings settings = Settings.load(Settings.Mode.MIGRATE, postgres.environment(database));
    pool = Postgres.open(settings.database(), "test", 1);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @Test
  void aTimelineReadsThePrimaryKey() {
    assertThat(
            plan(
                TrendReader.TIMELINE,
                Map.of("topic", 7L, "first", LAST.minusDays(13), "last", LAST)))
        .contains("topic_daily_stats_pkey")
        .doesNotContain("Seq Scan");
  }

  @Test
  void trendingTopicsReadTheDaysOfTheWindow() {
    assertThat(
            plan(TrendReader.WINDOW, Map.of("least", 1, "first", LAST.minusDays(6), "last", LAST)))
        .contains("topic_daily_stats_day_idx")
        .doesNotContain("Seq Scan");
  }

  private static String plan(String sql, Map<String, Object> values) {
    return pool.client()
        .sql("EXPLAIN " + sql)
        .bindValues(values)
        .map(row -> row.get(0, String.class))
        .all()
        .collect(Collectors.joining("\n"))
        .block();
  }
}
