/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.config.DatabaseSettings;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.testkit.FreePort;
import io.signalharvester.app.testkit.TestPostgres;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaMigrationTest {

  private static final SchemaMigration.Patience SHORT =
      new SchemaMigration.Patience(
          Duration.ofMillis(600), Duration.ofMillis(100), Duration.ofMillis(600));

  private static final String RULES = databaseWithSomeRows();

  private final TestPostgres postgres = TestPostgres.shared();
  private final List<String> progress = new CopyOnWriteArrayList<>();

  private static String databaseWithSomeRows() {
    String database = TestPostgres.shared().migratedDatabase();
    TestPostgres.shared()
        .execute(
            database,
            "INSERT INTO artifacts (id, artifact_type, source, external_id) VALUES (1, 'preprint', 'arxiv', 'a');"
                + " INSERT INTO topics (id, name) VALUES (1, 'a'), (2, 'b');"
                + " INSERT INTO active_revision (revision) VALUES ('a')");
    return database;
  }

  private SchemaMigration migration(
      Map<String, String> environment, SchemaMigration.Patience patience) {
    DatabaseSettings settings = Settings.load(Settings.Mode.MIGRATE, environment).database();
    return new SchemaMigration(settings, "test", progress::add, patience);
  }

  @Test
  void aFreshDatabaseGetsTheLevelOfThisImage() throws Exception {
    String database = postgres.emptyDatabase();

    MigrationOutcome outcome =
        migration(postgres.environment(database), SHORT).run(MigrationLine.EXPAND);

    assertThat(outcome)
        .isEqualTo(
            new MigrationOutcome.Done(SchemaLevel.NEEDS, new SchemaLevel(SchemaLevel.NEEDS, 0)));
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
        .isEqualTo(SchemaLevel.NEEDS);
  }

  @Test
  @Tag("DM-24")
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
    int port = FreePort.find();
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
  void aQuestionToAnAbsentDatabaseIsAFaultThatMayPass() throws Exception {
    Map<String, String> nowhere =
        Map.of("DATABASE_URL", "postgresql://localhost:" + FreePort.find() + "/x");
    SchemaDesk desk =
        new SchemaDesk(
            Settings.load(Settings.Mode.MIGRATE, nowhere).database(),
            progress::add,
            Duration.ofMillis(100));

    assertThatThrownBy(desk::status)
        .isInstanceOfSatisfying(
            SchemaFault.class,
            fault -> {
              assertThat(fault.databaseAway()).isTrue();
              assertThat(fault).hasMessageContaining("no connection can be made");
            });
  }

  @Test
  void anOlderImageNeverLowersTheLevel() throws Exception {
    String database = postgres.migratedDatabase();
    postgres.execute(database, "UPDATE schema_compatibility SET expanded = 99, floor = 2");

    MigrationOutcome outcome =
        migration(postgres.environment(database), SHORT).run(MigrationLine.EXPAND);

    assertThat(outcome).isEqualTo(new MigrationOutcome.Done(0, new SchemaLevel(99, 2)));
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO tweets (tweet_id, created_at, salience) VALUES ('1', now(), 101)",
        "INSERT INTO jobs (id, kind, status) VALUES (gen_random_uuid(), 'export', 'lost')",
        "INSERT INTO artifact_topics (artifact_id, topic_id, confidence, published_at) VALUES (1, 1, 1.1, now())",
        "INSERT INTO artifact_topics (artifact_id, topic_id, published_at) VALUES (1, 99, now())",
        "INSERT INTO topic_similarity (topic_id_1, topic_id_2, similarity, computed_at) VALUES (2, 1, 0.5, now())",
        "INSERT INTO topic_similarity (topic_id_1, topic_id_2, similarity, computed_at) VALUES (1, 1, 0.5, now())",
        "INSERT INTO artifact_relationships (source_artifact_id, target_artifact_id, relationship_type, detection_method)"
            + " VALUES (1, 1, 'cite', 'manual')",
        "INSERT INTO embeddings (kind, ref_id, model, vector, text_hash, computed_at)"
            + " VALUES ('artifact', 1, 'm', decode(repeat('00', 383 * 4), 'hex'), repeat('a', 32), now())",
        "INSERT INTO active_revision (singleton, revision) VALUES (false, 'b')",
        "INSERT INTO active_revision (revision) VALUES ('b')"
      })
  void aRowAgainstTheRulesIsRefused(String sql) {
    assertRefused(RULES, sql);
  }

  @Test
  void aVectorOfTheRightLengthIsTakenAndItsVersionGrows() {
    String database = postgres.migratedDatabase();
    String insert =
        "INSERT INTO embeddings (kind, ref_id, model, vector, text_hash, computed_at)"
            + " VALUES ('artifact', %d, 'm', decode(repeat('00', 384 * 4), 'hex'), repeat('a', 32), now())";
    postgres.execute(database, insert.formatted(1));
    postgres.execute(database, insert.formatted(2));

    assertThat(
            postgres.text(
                database, "SELECT string_agg(version::text, ',' ORDER BY ref_id) FROM embeddings"))
        .isEqualTo("1,2");
  }

  @ParameterizedTest
  @CsvSource({
    "null, null, null, error",
    "null, null, 'bug', paused",
    "null, 50, 'bug', active",
    "null, 0, null, active",
    "now(), 50, 'bug', inactive",
    "now(), null, null, inactive"
  })
  void theStateOfASignalFollowsFromItsRow(
      String notified, String salience, String category, String status) {
    String database = postgres.migratedDatabase();
    postgres.execute(
        database,
        "INSERT INTO tweets (tweet_id, created_at, notified_at, salience, category) VALUES ('1', now(), %s, %s, %s)"
            .formatted(
                notified, salience, "null".equals(category) ? "null" : "'" + category + "'"));

    assertThat(postgres.text(database, "SELECT status FROM tweets")).isEqualTo(status);
  }

  @Test
  @Tag("DM-08")
  void aDecisionOutlivesItsPeopleWhileReviewsAndRedirectsDoNot() {
    String database = postgres.migratedDatabase();
    postgres.execute(
        database,
        "INSERT INTO entities (id, entity_type, name, normalized_name) VALUES (1, 'person', 'A', 'a');"
            + " INSERT INTO entities (id, entity_type, name, normalized_name, merged_into_id)"
            + " VALUES (2, 'person', 'B', 'b', 1);"
            + " INSERT INTO entity_merge_history (primary_entity_id, candidate_entity_id, decision) VALUES (1, 2, 'merge');"
            + " INSERT INTO entity_merge_reviews (primary_entity_id, duplicate_entity_id) VALUES (1, 2);"
            + " DELETE FROM entities WHERE id = 1");

    assertThat(postgres.number(database, "SELECT count(*) FROM entity_merge_history")).isEqualTo(1);
    assertThat(postgres.number(database, "SELECT count(*) FROM entity_merge_reviews")).isZero();
    assertThat(postgres.text(database, "SELECT merged_into_id::text FROM entities WHERE id = 2"))
        .isNull();
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
