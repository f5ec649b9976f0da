/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What looking up people costs while PostgreSQL knows nothing of a table yet. */
class PeopleLookupTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int PEOPLE = 20_000;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final TestPostgres server = TestPostgres.shared();
  private final String database = server.migratedDatabase();

  @Test
  void aNameIsFoundWithoutReadingAllPeopleAlsoBeforeTheTablesWereAnalysed() {
    // The statistics are kept away, as they are in the first minutes of a database.
    server.execute(database, "ALTER TABLE entities SET (autovacuum_enabled = false)");
    server.execute(
        database,
        "INSERT INTO entities (entity_type, name, normalized_name)"
            + " SELECT 'person', 'Person ' || i, 'person ' || i FROM generate_series(1, "
            + PEOPLE
            + ") i");
    store(List.of(item(0, RawAuthor.named("Person 7"), RawAuthor.named("Person 19999"))));

    // A session tells what it read at the latest when it ends.
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(entries("entities_normalized_name_idx")).isEqualTo(2));
    assertThat(entries("entities_type_name_idx")).isZero();
    assertThat(server.number(database, "SELECT count(*) FROM entities")).isEqualTo(PEOPLE);
  }

  @Test
  void aSessionThatFillsEmptyTablesDoesNotGoOnReadingThemWhole() {
    for (String table : List.of("entities", "artifacts", "artifact_entities", "accounts")) {
      // Known to be empty, as after a first look of the server at a new database.
      server.execute(database, "ALTER TABLE " + table + " SET (autovacuum_enabled = false)");
      server.execute(database, "ANALYZE " + table);
    }
    List<RawArtifact> items =
        IntStream.range(0, 10_000).mapToObj(i -> item(i, RawAuthor.named("Person " + i))).toList();

    store(items);

    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(inserted("entities")).isEqualTo(items.size()));
    for (String table : List.of("entities", "artifacts", "artifact_entities")) {
      assertThat(readWhole(table)).as("rows read by scans of %s", table).isLessThan(1_000_000);
    }
  }

  private void store(List<RawArtifact> items) {
    try (Postgres pool =
        Postgres.open(
            Settings.load(Settings.Mode.MIGRATE, server.environment(database)).database(),
            "test",
            1)) {
      ArtifactStore store =
          new ArtifactStore(pool.client(), pool.transaction(), JsonMapper.shared());
      for (int from = 0; from < items.size(); from += 100) {
        store.saveAll(items.subList(from, Math.min(items.size(), from + 100)), NOW).block(DEADLINE);
      }
    }
  }

  private static RawArtifact item(int number, RawAuthor... authors) {
    return new RawArtifact(
        "arxiv",
        "a" + number,
        "preprint",
        "Title",
        "Text",
        "https://example.org/" + number,
        NOW,
        0,
        List.of(authors),
        Map.of(),
        null);
  }

  private long inserted(String table) {
    return server.number(
        database, "SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = '" + table + "'");
  }

  private long readWhole(String table) {
    return server.number(
        database, "SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = '" + table + "'");
  }

  private long entries(String index) {
    return server.number(
        database,
        "SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = '" + index + "'");
  }
}
