/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.stats;

import static io.signalharvester.app.testkit.Replies.ok;
import static io.signalharvester.app.testkit.Replies.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.stats.TableCounts.Count;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestServer;
import io.signalharvester.app.testkit.TestSettings;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StatsApiTest {

  private static TestPostgres postgres;
  private static String database;

  @BeforeAll
  static void fill() {
    postgres = TestPostgres.shared();
    database = postgres.migratedDatabase();
    postgres.execute(
        database, "INSERT INTO topics (name) SELECT 't' || i FROM generate_series(1, 3) i");
    postgres.execute(
        database,
        "INSERT INTO artifacts (artifact_type, source, external_id)"
            + " SELECT 'story', 'hackernews', i FROM generate_series(1, 40) i");
    postgres.execute(database, "ANALYZE artifacts");
    // After the estimate was made.
    postgres.execute(
        database,
        "INSERT INTO artifacts (artifact_type, source, external_id) VALUES ('story', 'hackernews', 'new')");
  }

  @Test
  void everyGroupCountsTheRowsOfItsTables() {
    try (TestServer server =
        new TestServer(
            TestSettings.serving(postgres.environment(database), TestRedis.shared().url()))) {
      JsonNode stats = ok(server, "/api/v1/stats");

      assertThat(stats.propertyNames()).containsExactly("groups", "estimated", "timestamp");
      assertThat(stats.path("groups").path("discoveries").path("artifacts").asInt()).isEqualTo(41);
      assertThat(stats.path("groups").path("topics").path("topics").asInt()).isEqualTo(3);
      assertThat(stats.path("groups").path("topics").path("topicDailyStats").asInt(-1)).isZero();
      assertThat(stats.path("estimated")).isEmpty();
      // Every table that a group names exists in the schema.
      assertThat(stats.path("groups").valueStream().mapToLong(JsonNode::size).sum())
          .isEqualTo(TableGroup.allTables().count());
      problem(server.anonymous().get().uri("/api/v1/stats").exchange(), 401, "UNAUTHORIZED");
    }
  }

  @Test
  void aLargeTableIsEstimatedAndSaysSoUnlessNobodyEverAnalysedIt() {
    Settings settings = Settings.load(Settings.Mode.MIGRATE, postgres.environment(database));
    Postgres pool = Postgres.open(settings.database(), "test", 1);
    List<Count> counts = new TableCounts(pool.client(), 0).read().block();
    pool.close();

    assertThat(counts).contains(new Count("artifacts", 40, true), new Count("topics", 3, false));
    assertThat(Stats.of(counts, Instant.EPOCH).estimated()).containsExactly("artifacts");
  }
}
