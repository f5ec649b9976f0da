/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.testkit.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to a database that is not fresh. */
class SchemaUpgradeTest {

  private static final String DUE_INDEX_IS_VALID =
      "SELECT indisvalid::text FROM pg_index WHERE indexrelid = to_regclass('artifact_scores_due_idx')";

  private final TestPostgres postgres = TestPostgres.shared();
  private final List<String> progress = new CopyOnWriteArrayList<>();

  private MigrationOutcome expand(Map<String, String> environment) throws InterruptedException {
    return new SchemaMigration(
            Settings.load(Settings.Mode.MIGRATE, environment).database(),
            "test",
            progress::add,
            new SchemaMigration.Patience(
                Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(5)))
        .run(MigrationLine.EXPAND);
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = SchemaUpgradeTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Makes a database of an older level by running its scripts alone, as that release did. */
  private String databaseOfLevel(int level) throws Exception {
    String database = postgres.emptyDatabase();
    org.flywaydb.core.Flyway.configure()
        .dataSource(
            postgres
                .environment(database)
                .get("DATABASE_URL")
                .replace("postgresql:", "jdbc:postgresql:"),
            "postgres",
            "")
        .locations(MigrationLine.EXPAND.location())
        .table(MigrationLine.EXPAND.historyTable())
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .target(String.valueOf(level))
        .load()
        .migrate();
    postgres.execute(
        database,
        "INSERT INTO schema_compatibility (component, expanded, floor) VALUES ('app', "
            + level
            + ", 0)");
    return database;
  }

  @Test
  void thePreviousReleaseReadsAndWritesOnTheNewestSchema() throws Exception {
    String database = postgres.migratedDatabase();

    // Twice, because the second time goes through the conflicts.
    for (int time = 0; time < 2; time++) {
      for (String statement : resource("/schema/statements-of-level-4.sql").split(";\n")) {
        if (!statement.isBlank()) {
          postgres.execute(database, statement);
        }
      }
    }

    assertThat(postgres.number(database, "SELECT count(*) FROM artifact_scores")).isEqualTo(1);
    assertThat(postgres.number(database, "SELECT count(*) FROM artifact_entities")).isEqualTo(1);
  }

  @Test
  @Tag("DM-24")
  void aFilledDatabaseOfTheFirstReleaseKeepsItsRows() throws Exception {
    String database = databaseOfLevel(4);
    for (String statement : resource("/schema/statements-of-level-4.sql").split(";\n")) {
      if (!statement.isBlank()) {
        postgres.execute(database, statement);
      }
    }
    String rows =
        "SELECT md5(string_agg(r::text, '|')) FROM (SELECT id, title, created_at, updated_at FROM artifacts) r";
    String before = postgres.text(database, rows);

    MigrationOutcome outcome = expand(postgres.environment(database));

    assertThat(outcome)
        .isEqualTo(
            new MigrationOutcome.Done(
                SchemaLevel.NEEDS - 4, new SchemaLevel(SchemaLevel.NEEDS, 0)));
    assertThat(postgres.text(database, rows)).isEqualTo(before);
    assertThat(
            postgres.number(
                database, "SELECT count(*) FROM score_components WHERE updated_at IS NOT NULL"))
        .isEqualTo(1);
    assertThat(postgres.text(database, DUE_INDEX_IS_VALID)).isEqualTo("true");
  }

  @Test
  @Tag("DM-24")
  void noScriptOfTheExpandLineTakesAnythingAway() throws Exception {
    for (int version = 1; version <= SchemaLevel.NEEDS; version++) {
      String script = script(version).replaceAll("--[^\n]*", "").replaceAll("'[^']*'", "''");

      assertThat(script)
          .as("script %s", version)
          .doesNotContainPattern(
              "(?i)\\b(DROP (TABLE|COLUMN|CONSTRAINT|TYPE|VIEW)|TRUNCATE|DELETE FROM|RENAME|UPDATE \\w+ SET)\\b");
    }
  }

  private static String script(int version) throws IOException {
    try (var files =
        java.nio.file.Files.newDirectoryStream(
            java.nio.file.Path.of("src/main/resources/db/migration/expand"),
            "V" + version + "__*.sql")) {
      return java.nio.file.Files.readString(files.iterator().next());
    }
  }

  @Test
  void anIndexBuildThatWasInterruptedIsRepeatedWhole() throws Exception {
    String database = databaseOfLevel(9);
    postgres.execute(database, "ALTER DATABASE " + database + " SET lock_timeout = '300ms'");
    postgres.execute(
        database,
        "INSERT INTO artifacts (id, artifact_type, source, external_id) VALUES (1, 'preprint', 'arxiv', 'a')");
    try (Connection writer = postgres.connect(database);
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("UPDATE artifact_scores SET input_version = 0");

      MigrationOutcome interrupted = expand(postgres.environment(database));

      assertThat(interrupted)
          .isInstanceOfSatisfying(
              MigrationOutcome.Failed.class,
              failed -> assertThat(failed.sentence()).contains("V10__").contains("55P03"));
      assertThat(postgres.text(database, DUE_INDEX_IS_VALID)).isEqualTo("false");
      assertThat(postgres.text(database, "SELECT expanded::text FROM schema_compatibility"))
          .isEqualTo("9");
      writer.rollback();
    }

    assertThat(expand(postgres.environment(database)))
        .isEqualTo(new MigrationOutcome.Done(2, new SchemaLevel(11, 0)));
    assertThat(postgres.text(database, DUE_INDEX_IS_VALID)).isEqualTo("true");
    assertThat(
            postgres.text(
                database, "SELECT string_agg(status, ',' ORDER BY id) FROM migration_runs"))
        .isEqualTo("failed,completed");
  }

  @Test
  void aRunWhoseProcessDiedIsClosedByTheNext() throws Exception {
    String database = postgres.migratedDatabase();
    postgres.execute(
        database,
        "INSERT INTO migration_runs (id, phase, status) VALUES (77, 'expand', 'running')");

    expand(postgres.environment(database));

    assertThat(
            postgres.text(
                database,
                "SELECT status || ': ' || error || ' ' || (finished_at IS NOT NULL) FROM migration_runs WHERE id = 77"))
        .isEqualTo("failed: the process ended before it finished true");
  }

  @Test
  void anAuditRowAlwaysFindsAPartition() throws Exception {
    String database = postgres.migratedDatabase();
    String insert =
        "INSERT INTO audit_log (at, actor_type, action, result) VALUES (%s, 'system', 'test', 'success')";

    for (String at :
        List.of(
            "now()",
            "now() + interval '11 months'",
            "now() + interval '20 years'",
            "'2001-01-01'")) {
      postgres.execute(database, insert.formatted(at));
    }

    assertThat(postgres.number(database, "SELECT count(*) FROM audit_log")).isEqualTo(4);
    assertThat(postgres.number(database, "SELECT count(*) FROM audit_log_default")).isEqualTo(2);
    assertThat(partitions(database)).isEqualTo(StandingParts.AUDIT_MONTHS + 1);
  }

  @Test
  void aMonthWithRowsInTheDefaultPartitionStaysThere() throws Exception {
    String database = postgres.migratedDatabase();
    postgres.execute(
        database,
        "INSERT INTO audit_log (at, actor_type, action, result) VALUES ('2001-02-03', 'system', 'test', 'success')");

    long made = postgres.number(database, "SELECT audit_log_make_partitions('2001-01-15', 3)");

    assertThat(made).as("January and March").isEqualTo(2);
    assertThat(postgres.text(database, "SELECT tableoid::regclass::text FROM audit_log"))
        .isEqualTo("audit_log_default");
    assertThat(postgres.number(database, "SELECT audit_log_make_partitions('2001-01-15', 3)"))
        .isZero();
  }

  private long partitions(String database) {
    return postgres.number(
        database, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit_log'::regclass");
  }

  @Test
  void anExtensionThatComesLaterIsUsedByTheNextMigration() throws Exception {
    String database = postgres.migratedDatabase();
    postgres.execute(database, "DROP EXTENSION pg_trgm CASCADE");
    assertThat(trigramIndexes(database)).isZero();

    assertThat(expand(postgres.environment(database)))
        .isEqualTo(new MigrationOutcome.Done(0, new SchemaLevel(SchemaLevel.NEEDS, 0)));

    assertThat(trigramIndexes(database)).isEqualTo(3);
  }

  @Test
  void aRoleThatMayNotMakeExtensionsMigratesWithoutThem() throws Exception {
    String database = postgres.emptyDatabase();
    postgres.execute(
        database,
        "CREATE ROLE plain_"
            + database
            + " LOGIN; GRANT CREATE ON SCHEMA public TO plain_"
            + database);
    Map<String, String> environment = new HashMap<>(postgres.environment(database));
    environment.put("DATABASE_USERNAME", "plain_" + database);

    assertThat(expand(environment)).isInstanceOf(MigrationOutcome.Done.class);

    assertThat(trigramIndexes(database)).isZero();
    assertThat(progress).isEmpty();
    assertThat(partitions(database)).isEqualTo(StandingParts.AUDIT_MONTHS + 1);
  }

  private long trigramIndexes(String database) {
    return postgres.number(
        database,
        "SELECT count(*) FROM pg_indexes WHERE indexname LIKE '%\\_trgm\\_idx' AND schemaname = 'public'");
  }
}
