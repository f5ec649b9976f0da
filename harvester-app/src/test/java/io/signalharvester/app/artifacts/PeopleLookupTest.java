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
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What looking up people costs while PostgreSQL knows nothing of a table yet. */
class PeopleLookupTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int PEOPLE = 20_000;

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
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    try (Postgres pool =
        Postgres.open(
            Settings.load(Settings.Mode.MIGRATE, server.environment(database)).database(),
            "test",
            1)) {
      ArtifactStore store =
          new ArtifactStore(pool.client(), pool.transaction(), JsonMapper.shared());

      store
          .saveAll(
              List.of(
                  new RawArtifact(
                      "arxiv",
                      "a",
                      "preprint",
                      "Title",
                      "Text",
                      "https://example.org/a",
                      now,
                      0,
                      List.of(RawAuthor.named("Person 7"), RawAuthor.named("Person 19999")),
                      Map.of(),
                      null)),
              now)
          .block(DEADLINE);
    }

    // A session tells what it read at the latest when it ends.
    await()
        .atMost(DEADLINE)
        .untilAsserted(() -> assertThat(entries("entities_normalized_name_idx")).isEqualTo(2));
    assertThat(entries("entities_type_name_idx")).isZero();
    assertThat(server.number(database, "SELECT count(*) FROM entities")).isEqualTo(PEOPLE);
  }

  private long entries(String index) {
    return server.number(
        database,
        "SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = '" + index + "'");
  }
}
