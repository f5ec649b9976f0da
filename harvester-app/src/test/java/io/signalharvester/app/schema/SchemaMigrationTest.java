/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.config.DatabaseSettings;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SchemaMigrationTest {

  private static final SchemaMigration.Patience SHORT =
      new SchemaMigration.Patience(
          Duration.ofMillis(600), Duration.ofMillis(100), Duration.ofMillis(600));

  private final TestPostgres postgres = TestPostgres.shared();
  private final List<String> progress = new CopyOnWriteArrayList<>();

  private SchemaMigration migration(
      Map<String, String> environment, SchemaMigration.Patience patience) {
    DatabaseSettings settings = Settings.load(Settings.Mode.MIGRATE, environment).database();
    return new SchemaMigration(settings, "test", progress::add, patience);
  }

  @Test
  void aFreshDatabaseGetsEveryTableAndIndexAndTheLevelOfThisImage() throws Exception {
    String database = postgres.emptyDatabase();

    MigrationOutcome outcome =
        migration(postgres.environment(database), SHORT).run(MigrationLine.EXPAND);

    assertThat(outcome)
        .isEqualTo(
            new MigrationOutcome.Done(SchemaLevel.NEEDS, new SchemaLevel(SchemaLevel.NEEDS, 0)));
    assertThat(
            postgres.number(
                database,
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename IN ('artifacts',"
                    + " 'artifact_scores', 'score_components', 'entities', 'artifact_entities', 'source_cursors',"
                    + " 'schema_compatibility', 'migration_runs', 'flyway_expand_history')"))
        .isEqualTo(9);
    // Secondary indexes 10-22, 28-31 and 33 of the data model that belong to these tables.
    assertThat(
            postgres.number(
                database,
                "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE '%\\_idx'"
                    + " AND indexname NOT LIKE 'flyway%'"))
        .isEqualTo(19);
    assertThat(postgres.text(database, "SELECT status || to_level FROM migration_runs"))
        .isEqualTo("completed" + SchemaLevel.NEEDS);
  }

  @Test
  void aSecondMigrationChangesNothing() throws Exception {
    String database = postgres.migratedDatabase();

    MigrationOutcome outcome =
        migration(postgres.environment(database), SHORT).run(MigrationLine.EXPAND);

    assertThat(outcome)
        .isEqualTo(new MigrationOutcome.Done(0, new SchemaLevel(SchemaLevel.NEEDS, 0)));
  }

  @Test
  void contractRunsOnItsOwnLineAndLeavesTheLevel() throws Exception {
    String database = postgres.migratedDatabase();

    MigrationOutcome outcome =
        migration(postgres.environment(database), SHORT).run(MigrationLine.CONTRACT);

    assertThat(outcome)
        .isEqualTo(new MigrationOutcome.Done(0, new SchemaLevel(SchemaLevel.NEEDS, 0)));
    assertThat(
            postgres.number(database, "SELECT count(*) FROM flyway_expand_history WHERE success"))
        .isEqualTo(4);
  }

  @Test
  void ofManyAtOnceEachSucceedsAndOneDoesTheWork() throws Exception {
    String database = postgres.emptyDatabase();
    SchemaMigration.Patience patient =
        new SchemaMigration.Patience(
            Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(30));
    Callable<MigrationOutcome> one =
        () -> migration(postgres.environment(database), patient).run(MigrationLine.EXPAND);

    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<MigrationOutcome>> outcomes = threads.invokeAll(List.of(one, one, one, one));

      int applied = 0;
      for (Future<MigrationOutcome> outcome : outcomes) {
        assertThat(outcome.get()).isInstanceOf(MigrationOutcome.Done.class);
        applied += ((MigrationOutcome.Done) outcome.get()).applied();
      }
      assertThat(applied).isEqualTo(SchemaLevel.NEEDS);
    }
  }

  @Test
  void aHeldLockIsBusyAfterAWhile() throws Exception {
    String database = postgres.migratedDatabase();
    try (Connection holder = postgres.connect(database);
        Statement statement = holder.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + SchemaMigration.LOCK_KEY + ")");

      MigrationOutcome outcome =
          migration(postgres.environment(database), SHORT).run(MigrationLine.EXPAND);

      assertThat(outcome).isInstanceOf(MigrationOutcome.LockBusy.class);
      assertThat(progress).anyMatch(text -> text.contains("another migration"));
    }
  }

  @Test
  void aFailingScriptIsRolledBackAndNamed() throws Exception {
    String database = postgres.emptyDatabase();
    postgres.execute(database, "CREATE TABLE artifact_scores (id int)");

    MigrationOutcome outcome =
        migration(postgres.environment(database), SHORT).run(MigrationLine.EXPAND);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            MigrationOutcome.Failed.class,
            failed -> assertThat(failed.sentence()).contains("V3__scores.sql").contains("42P07"));
    assertThat(postgres.text(database, "SELECT to_regclass('score_components')::text")).isNull();
    assertThat(postgres.text(database, "SELECT expanded::text FROM schema_compatibility"))
        .as("the scripts before it stand, and the level says so")
        .isEqualTo("2");
  }

  @Test
  void contractOfAnEmptyDatabaseNamesWhatComesFirst() throws Exception {
    String database = postgres.emptyDatabase();

    MigrationOutcome outcome =
        migration(postgres.environment(database), SHORT).run(MigrationLine.CONTRACT);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            MigrationOutcome.Failed.class,
            failed -> assertThat(failed.sentence()).contains("run migrate first"));
    assertThat(postgres.text(database, "SELECT to_regclass('schema_compatibility')::text"))
        .isNull();
  }

  @Test
  void anAbsentDatabaseIsNamedWithHostPortAndRemedy() throws Exception {
    int port = TestRedis.freePort();
    Map<String, String> nowhere = Map.of("DATABASE_URL", "postgresql://localhost:" + port + "/x");

    MigrationOutcome outcome = migration(nowhere, SHORT).run(MigrationLine.EXPAND);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            MigrationOutcome.DatabaseAway.class,
            away ->
                assertThat(away.sentence())
                    .contains("localhost:" + port)
                    .contains("no connection can be made")
                    .contains("check that it runs"));
    assertThat(progress).anyMatch(text -> text.startsWith("Waiting for PostgreSQL"));
  }

  @Test
  void anOlderImageNeverLowersTheLevel() throws Exception {
    String database = postgres.migratedDatabase();
    postgres.execute(database, "UPDATE schema_compatibility SET expanded = 9, floor = 2");

    MigrationOutcome outcome =
        migration(postgres.environment(database), SHORT).run(MigrationLine.EXPAND);

    assertThat(outcome).isEqualTo(new MigrationOutcome.Done(0, new SchemaLevel(9, 2)));
  }

  @Test
  void theDatabaseRefusesWhatBreaksTheRules() {
    String database = postgres.migratedDatabase();
    postgres.execute(
        database,
        "INSERT INTO artifacts (id, artifact_type, source, external_id) VALUES (1, 'preprint', 'arxiv', 'a')");
    postgres.execute(
        database,
        "INSERT INTO entities (id, entity_type, name, normalized_name) VALUES (1, 'person', 'A', 'a')");

    assertRefused(
        database,
        "INSERT INTO artifacts (artifact_type, source, external_id) VALUES ('poem', 'arxiv', 'b')");
    assertRefused(
        database,
        "INSERT INTO artifacts (artifact_type, source, external_id) VALUES ('preprint', 'arxiv', 'a')");
    assertRefused(
        database,
        "INSERT INTO artifact_scores (artifact_id, source, published_at, base_score, discovery_score, rank_key,"
            + " algorithm_version, weights_hash, input_version, computed_at)"
            + " VALUES (1, 'arxiv', now(), 101, 50, 1, 'v1', '0123456789abcdef', 0, now())");
    assertRefused(
        database,
        "INSERT INTO artifact_entities (artifact_id, entity_id, confidence) VALUES (1, 1, 1.1)");
  }

  @Test
  void levelsServeFromTheFloorToTheTop() {
    SchemaLevel level = new SchemaLevel(7, 4);

    assertThat(List.of(3, 4, 7, 8).stream().map(level::serves))
        .containsExactly(false, true, true, false);
  }

  private void assertRefused(String database, String sql) {
    assertThatThrownBy(() -> postgres.execute(database, sql))
        .hasRootCauseInstanceOf(SQLException.class)
        .rootCause()
        .extracting(cause -> ((SQLException) cause).getSQLState())
        .asString()
        .startsWith("23");
  }
}
