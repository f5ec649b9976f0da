/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.discoveries.DiscoveryReader.Position;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The database walks the index that the data model names for each order (data-model 6, 15 to 20).
 */
class DiscoveryPlanTest {

  private static Postgres pool;

  @BeforeAll
  static void fill() {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.migratedDatabase();
    SampleRows.add(postgres, database, 1, 20_000, 7);
    postgres.execute(database, "ANALYZE");
    Settings settings = Settings.load(Settings.Mode.MIGRATE, postgres.environment(database));
    pool = Postgres.open(settings.database(), "test", 1);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @ParameterizedTest
  @CsvSource({
    "DISCOVERY_SCORE, '', artifact_scores_rank_idx",
    "DISCOVERY_SCORE, 'github', artifact_scores_source_rank_idx",
    "DISCOVERY_SCORE, 'arxiv,github', artifact_scores_source_rank_idx",
    "PUBLISHED_AT, '', artifact_scores_published_idx",
    "PUBLISHED_AT, 'arxiv,github', artifact_scores_published_idx",
    "NOVELTY, '', artifact_scores_novelty_idx",
    "EMERGENCE, '', artifact_scores_emergence_idx",
    "OBSCURITY, 'arxiv', artifact_scores_obscurity_idx"
  })
  void eachOrderIsReadFromItsIndexFromTheStartAndFromTheMiddle(
      DiscoverySort sort, String sources, String index) {
    Set<String> wanted = sources.isEmpty() ? Set.of() : Set.of(sources.split(","));
    Number key =
        sort == DiscoverySort.PUBLISHED_AT ? DiscoverySort.keyOf(Instant.now()) : (Number) 45.0;
    for (boolean ascending : new boolean[] {false, true}) {
      DiscoveryQuery query = ListWalk.query(wanted, sort, ascending, 50);
      String direction = ascending ? "Backward using " : "Index Scan using ";

      String start = plan(DiscoveryStatement.page(query, null, null, Instant.now(), 51));
      assertThat(start)
          .contains(direction + index)
          .doesNotContain("Seq Scan on artifact_scores", "Bitmap");

      Position middle = new Position(key, 9_000);
      String further = plan(DiscoveryStatement.page(query, null, middle, Instant.now(), 51));
      assertThat(further)
          .contains(direction + index)
          .containsPattern("Index Cond: .*ROW\\(s?_?\\d?\\.?" + sort.column() + ", ")
          .doesNotContain("Seq Scan on artifact_scores", "Bitmap");
    }
  }

  private static String plan(DiscoveryStatement statement) {
    return pool.client()
        .sql("EXPLAIN " + statement.sql())
        .bindValues(statement.values())
        .map(row -> row.get(0, String.class))
        .all()
        .collect(Collectors.joining("\n"))
        .block();
  }
}
