/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MigrateCommandTest {

  @TempDir private Path folder;

  private final TestPostgres postgres = TestPostgres.shared();

  private static JsonNode json(CommandRun run) {
    assertThat(run.exitCode()).isZero();
    return JsonMapper.shared().readTree(run.out());
  }

  private long tables(String database) {
    return postgres.number(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
  }

  @Test
  void aPlanNamesWhatIsPendingAndWritesNothing() {
    String database = postgres.emptyDatabase();
    Map<String, String> environment = postgres.environment(database);

    CommandRun text = CommandRun.onTerminal(environment, "migrate", "plan");
    JsonNode json = json(CommandRun.of(environment, "migrate", "plan", "-o", "json"));

    assertThat(text.out())
        .contains("The database has no schema yet")
        .contains("pending V1__schema_bookkeeping.sql")
        .contains(SchemaLevel.NEEDS + " scripts are pending.");
    assertThat(json.path("needs").asInt()).isEqualTo(SchemaLevel.NEEDS);
    assertThat(json.path("pending").size()).isEqualTo(SchemaLevel.NEEDS);
    assertThat(json.path("pending").get(4).path("file").asString()).isEqualTo("V5__signals.sql");
    assertThat(json.path("pending").get(4).path("sql").isNull()).isTrue();
    assertThat(json.path("expanded").isNull()).isTrue();
    assertThat(tables(database)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrate --dry-run",
        "migrate expand --dry-run",
        "migrate plan --dry-run -o table",
        "init-db --dry-run"
      })
  void aDryRunPrintsThePendingSqlAndAppliesNothing(String line) {
    String database = postgres.emptyDatabase();

    CommandRun run = CommandRun.of(postgres.environment(database), line.split(" "));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("-- V5__signals.sql\n").contains("CREATE TABLE tweets (");
    assertThat(tables(database)).isZero();
  }

  @Test
  void afterAMigrationNothingIsPendingAndTheStatusSaysWhatWasDone() {
    String database = postgres.emptyDatabase();
    Map<String, String> environment = postgres.environment(database);
    assertThat(CommandRun.of(environment, "init-db-cmd").exitCode()).isZero();

    assertThat(json(CommandRun.of(environment, "migrate", "plan", "-o", "json")).path("pending"))
        .isEmpty();
    JsonNode status = json(CommandRun.of(environment, "migrate", "status", "-o", "JSON"));
    assertThat(status.path("expanded").asInt()).isEqualTo(SchemaLevel.NEEDS);
    assertThat(status.path("floor").asInt()).isZero();
    assertThat(status.path("serves").asBoolean()).isTrue();
    assertThat(status.path("runs").size()).isEqualTo(1);
    assertThat(status.path("runs").get(0).path("status").asString()).isEqualTo("completed");
    assertThat(status.path("runs").get(0).path("to").asInt()).isEqualTo(SchemaLevel.NEEDS);
    assertThat(CommandRun.onTerminal(environment, "migrate", "status").out())
        .contains("serves levels 0 to " + SchemaLevel.NEEDS)
        .contains("No revision is named active.")
        .contains("expand 0 to " + SchemaLevel.NEEDS);
  }

  @Test
  void theStatusOfAnEmptyDatabaseIsAnAnswerToo() {
    JsonNode status =
        json(
            CommandRun.of(
                postgres.environment(postgres.emptyDatabase()), "migrate", "status", "-o", "json"));

    assertThat(status.path("expanded").isNull()).isTrue();
    assertThat(status.path("serves").asBoolean()).isFalse();
  }

  @Test
  void aPlanOverOtherScriptsEndsWith2AndNamesThem() {
    String database = postgres.migratedDatabase();
    postgres.execute(database, "UPDATE flyway_expand_history SET checksum = 1 WHERE version = '3'");

    CommandRun run = CommandRun.of(postgres.environment(database), "migrate", "plan");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("migration version 3").hasLineCount(1);
  }

  @Test
  void oneRevisionIsActiveAndNamingItAgainChangesNothing() {
    String database = postgres.migratedDatabase();
    Map<String, String> environment = postgres.environment(database);
    String row = "SELECT revision || xmin || updated_at FROM active_revision";

    JsonNode first = json(CommandRun.of(environment, "migrate", "activate", "demo-1"));
    String before = postgres.text(database, row);
    json(CommandRun.of(environment, "migrate", "activate", "demo-1"));
    assertThat(postgres.text(database, row)).isEqualTo(before);
    JsonNode second = json(CommandRun.of(environment, "migrate", "activate", "demo-2"));

    assertThat(first.path("before").isNull()).isTrue();
    assertThat(second.path("before").asString()).isEqualTo("demo-1");
    assertThat(postgres.text(database, "SELECT revision FROM active_revision")).isEqualTo("demo-2");
    assertThat(CommandRun.onTerminal(environment, "migrate", "status").out())
        .contains("The active revision is demo-2.");
  }

  @Test
  void aWrongRevisionEndsWith64AndAMissingTableWithTheRemedy() {
    Map<String, String> environment = postgres.environment(postgres.emptyDatabase());

    CommandRun wrong = CommandRun.of(environment, "migrate", "activate", "a b");
    CommandRun early = CommandRun.of(environment, "migrate", "activate", "demo-1");

    assertThat(wrong.exitCode()).isEqualTo(64);
    assertThat(wrong.err()).contains("'a b'");
    assertThat(early.exitCode()).isEqualTo(1);
    assertThat(early.err()).contains("run migrate of this image first");
    assertThat(CommandRun.of(environment, "migrate", "activate").exitCode()).isEqualTo(64);
  }

  @Test
  void whoReadsNoOutputGetsTheLevelsInAFile() throws IOException {
    Map<String, String> environment = new TreeMap<>(postgres.environment(postgres.emptyDatabase()));
    environment.put("HARVEST_CURSOR_SECRET", "c".repeat(43));
    environment.put("HARVEST_KEY_PEPPER", "p".repeat(43));
    Path answer = folder.resolve("answer");

    CommandRun run =
        CommandRun.of(
            environment, "migrate", "plan", "--check-settings", "--answer", answer.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(JsonMapper.shared().readTree(Files.readString(answer)))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    "{\"needs\":%d,\"expanded\":null,\"floor\":null,\"pending\":%d}"
                        .formatted(SchemaLevel.NEEDS, SchemaLevel.NEEDS)));
  }

  @Test
  void aPlanThatChecksTheSettingsRefusesOneThatOnlyServingReads() throws IOException {
    Map<String, String> environment = new TreeMap<>(postgres.environment(postgres.emptyDatabase()));
    Path settings = Files.writeString(folder.resolve("settings.properties"), "scorng.weights=1\n");
    environment.put("HARVEST_SETTINGS_FILE", settings.toString());
    Path answer = folder.resolve("answer");

    CommandRun run =
        CommandRun.of(
            environment, "migrate", "plan", "--check-settings", "--answer", answer.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID.number());
    assertThat(run.err())
        .contains("'scorng.weights'")
        .contains("is not a setting: the nearest known name is scoring.weights")
        .contains("HARVEST_CURSOR_SECRET");
    assertThat(answer).doesNotExist();
  }
}
