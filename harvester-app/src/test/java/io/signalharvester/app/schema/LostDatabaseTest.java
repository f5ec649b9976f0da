/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.DatabaseSettings;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A database that goes away while its schema is changed. */
class LostDatabaseTest {

  private static final SchemaMigration.Patience SHORT =
      new SchemaMigration.Patience(
          Duration.ofMillis(600), Duration.ofMillis(100), Duration.ofMillis(600));

  private final TestPostgres postgres = TestPostgres.shared();

  private static DatabaseSettings settings(Map<String, String> environment) {
    return Settings.load(Settings.Mode.MIGRATE, environment).database();
  }

  private static MigrationOutcome expand(Map<String, String> environment) throws Exception {
    return new SchemaMigration(settings(environment), "test", text -> {}, SHORT)
        .run(MigrationLine.EXPAND);
  }

  @Test
  void itIsNamedAsAwayAndTheNextMigrationFinishes() throws Exception {
    String database = postgres.emptyDatabase();
    Map<String, String> direct = postgres.environment(database);
    int port = settings(direct).port();
    try (TestProxy proxy = TestProxy.cutAt("CREATE TABLE artifact_scores", port)) {
      Map<String, String> cut = new HashMap<>(direct);
      cut.compute(
          "DATABASE_URL", (name, url) -> url.replace(":" + port + "/", ":" + proxy.port() + "/"));

      MigrationOutcome outcome = expand(cut);

      assertThat(outcome)
          .isInstanceOfSatisfying(
              MigrationOutcome.DatabaseAway.class,
              away ->
                  assertThat(away.sentence()).contains("went away", "stand", "run migrate again"));
    }
    assertThat(postgres.text(database, "SELECT to_regclass('artifacts')::text"))
        .as("what was finished before stands")
        .isEqualTo("artifacts");

    assertThat(expand(direct))
        .isInstanceOfSatisfying(
            MigrationOutcome.Done.class,
            done -> assertThat(done.level()).isEqualTo(new SchemaLevel(SchemaLevel.NEEDS, 0)));
    assertThat(
            postgres.text(database, "SELECT status FROM migration_runs ORDER BY id DESC LIMIT 1"))
        .isEqualTo("completed");
  }
}
