/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestSettings;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {

  @TempDir Path folder;

  private Map<String, String> withTerminationLog(Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    Path log = folder.resolve("termination-log");
    if (!Files.exists(log)) {
      Files.createFile(log);
    }
    environment.put("TERMINATION_LOG", log.toString());
    return environment;
  }

  private String terminationLog() throws Exception {
    return Files.readString(folder.resolve("termination-log"));
  }

  @Test
  void helpAndVersionAreOk() {
    assertThat(CommandRun.of(Map.of(), "--help").exitCode()).isZero();
    assertThat(CommandRun.of(Map.of(), "version").out()).startsWith("signal-harvester ");
    assertThat(CommandRun.of(Map.of(), "--version").out())
        .contains("schema level " + SchemaLevel.NEEDS);
  }

  @Test
  void anUnknownCommandShowsTheUsageAndEndsWith64() throws Exception {
    CommandRun run = CommandRun.of(withTerminationLog(Map.of()), "bogus");

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).contains("'bogus'").contains("Usage: harvest");
    assertThat(terminationLog()).contains("'bogus'").hasLineCount(1);
    assertThat(CommandRun.of(Map.of()).exitCode()).isEqualTo(64);
    assertThat(CommandRun.of(Map.of(), "pipeline").exitCode()).isEqualTo(64);
    assertThat(CommandRun.of(Map.of(), "pipeline", "signal").exitCode()).isEqualTo(64);
  }

  private static Stream<CommandLine> withAllBelow(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(CommandLineTest::withAllBelow));
  }

  @Test
  void everyCommandHasHelpUnderEachOfItsNames() {
    CommandLine top = new CommandLine(new HarvestCommand(Map.of()));
    assertThat(top.getSubcommands().keySet()).contains("api", "harvest-api", "init-db");
    List<String> names =
        withAllBelow(top)
            .flatMap(command ->
                command.getSubcommands().keySet().stream()
                    .map(name -> command.getCommandSpec().qualifiedName(" ") + " " + name))
            .map(name -> name.substring("harvest ".length()))
            .distinct()
            .toList();
    assertThat(names).hasSizeGreaterThan(30);

    for (String name : names) {
      CommandRun run = CommandRun.of(Map.of(), (name + " --help").split(" "));

      assertThat(run.exitCode()).as(name).isZero();
      assertThat(run.out()).as(name).contains("Usage: harvest");
    }
  }

  @Test
  void aCompletionScriptNamesTheCommands() {
    CommandRun run = CommandRun.of(Map.of(), "generate-completion");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("complete -F", "discoveries", "--min-score");
  }

  @Test
  void wrongSettingsEndWith2AndOneSentence() throws Exception {
    CommandRun run =
        CommandRun.of(
            withTerminationLog(
                Map.of("DATABASE_URL", "postgresql://u:hush@h", "DB_POOL_SIZE", "0")),
            "migrate");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).contains("DATABASE_URL").contains("DB_POOL_SIZE");
    assertThat(terminationLog()).isEqualTo(run.err()).doesNotContain("hush");
  }

  @Test
  void anUnknownRoleIsRefusedWithThoseThatThereAre() {
    CommandRun run = CommandRun.of(Map.of(), "serve", "--role", "boss");

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).contains("--role", "boss", "API", "WORKER", "ALL");
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    Map<String, String> environment =
        withTerminationLog(
            Map.of(
                "DATABASE_URL", "postgresql://127.0.0.1:1/x",
                "REDIS_URL", "redis://127.0.0.1:1",
                "HARVEST_CURSOR_SECRET", "x".repeat(32),
                "LOG_LEVEL", "error"));
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = String.valueOf(taken.getLocalPort());

      CommandRun publicPort =
          CommandRun.of(environment, "serve", "--port", port, "--management-port", "0");
      CommandRun managementPort =
          CommandRun.of(environment, "serve", "--port", "0", "--management-port", port);

      assertThat(publicPort.exitCode()).isEqualTo(1);
      assertThat(publicPort.err()).contains("Port " + port).hasLineCount(1);
      assertThat(managementPort.exitCode()).isEqualTo(1);
      assertThat(managementPort.err()).contains(port).hasLineCount(1);
      assertThat(terminationLog()).isEqualTo(managementPort.err());
    }
  }

  @Test
  void migratePrintsTheLevelAndIsIdempotent() {
    TestPostgres postgres = TestPostgres.shared();
    Map<String, String> environment = postgres.environment(postgres.emptyDatabase());

    assertThat(CommandRun.of(environment, "migrate").out())
        .contains(
            "{\"migration\":\"expand\",\"applied\":%1$d,\"expanded\":%1$d,\"floor\":0}"
                .formatted(SchemaLevel.NEEDS));
    assertThat(CommandRun.of(environment, "migrate", "expand").out()).contains("\"applied\":0");
    assertThat(CommandRun.of(environment, "migrate", "contract").exitCode()).isZero();
  }

  @Test
  void aFailedMigrationEndsWith4AndSaysWhich() throws Exception {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.emptyDatabase();
    postgres.execute(database, "CREATE TABLE entities (id int)");

    CommandRun run = CommandRun.of(withTerminationLog(postgres.environment(database)), "migrate");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(terminationLog()).contains("V2__artifacts_and_entities.sql").hasLineCount(1);
  }

  @Test
  void aPipelineWithoutItsDatabaseEndsWith5() {
    Map<String, String> nowhere = Map.of("DATABASE_URL", "postgresql://127.0.0.1:1/x");

    CommandRun run = CommandRun.of(nowhere, "pipeline", "discovery");

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.out()).contains("\"status\":\"dependency_away\"");
    assertThat(run.err()).contains("PostgreSQL cannot be used");
  }

  @Test
  void aTerminationLogThatCannotBeWrittenIsLeftAlone() {
    CommandRun run = CommandRun.of(Map.of("TERMINATION_LOG", "/no/such/file"), "migrate");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1);
  }

  @Test
  void aPipelineHoldsNoLockAfterItsEnd() throws Exception {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.migratedDatabase();
    Map<String, String> environment = new HashMap<>(postgres.environment(database));
    environment.put(
        "HARVEST_SETTINGS_FILE",
        TestSettings.file(
                Map.of("sources.arxiv.enabled", "false", "sources.github.enabled", "false"))
            .toString());

    CommandRun.of(environment, "pipeline", "discovery");

    try (Connection connection = postgres.connect(database);
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                    + " (SELECT oid FROM pg_database WHERE datname = current_database())")) {
      row.next();
      assertThat(row.getInt(1)).isZero();
    }
  }
}
