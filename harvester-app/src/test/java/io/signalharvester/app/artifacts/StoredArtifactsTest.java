/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredArtifactsTest {

  private final TestPostgres postgres = TestPostgres.shared();
  private final String database = postgres.migratedDatabase();
  private final Postgres pool =
      Postgres.open(
          Settings.load(Settings.Mode.MIGRATE, postgres.environment(database)).database(),
          "test",
          1);

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void itemsOfTheSourceWithARowAreKnown() {
    postgres.execute(
        database,
        """
        INSERT INTO artifacts (artifact_type, source, external_id, updated_at) VALUES
          ('repo', 'github', '1', now()), ('repo', 'github', '2', now()), ('story', 'hackernews', '3', now())
        """);
    StoredArtifacts stored = new StoredArtifacts(pool.client());

    assertThat(stored.among("github", List.of("1", "2", "3", "4'")).block())
        .containsExactlyInAnyOrder("1", "2");
    assertThat(stored.among("github", List.of()).block()).isEmpty();
  }
}
