/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.schema.MigrationLine;
import io.signalharvester.app.schema.MigrationOutcome;
import io.signalharvester.app.schema.SchemaMigration;
import io.signalharvester.app.telemetry.Logs;
import io.signalharvester.app.telemetry.Version;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Changes the schema. */
@Command(
    name = "migrate",
    description =
        "Brings the schema to the level that this image needs; the same as migrate expand.",
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    return run(MigrationLine.EXPAND);
  }

  @Command(
      name = "expand",
      description = "Adds what this image needs; images that run now go on working.",
      mixinStandardHelpOptions = true)
  int expand() throws InterruptedException {
    return run(MigrationLine.EXPAND);
  }

  @Command(
      name = "contract",
      description = "Removes what no image reads any more. Older images cannot serve afterwards.",
      mixinStandardHelpOptions = true)
  int contract() throws InterruptedException {
    return run(MigrationLine.CONTRACT);
  }

  private int run(MigrationLine line) throws InterruptedException {
    Settings settings = Settings.load(Settings.Mode.MIGRATE, top.environment());
    Logs.toStderr(settings.logs());
    SchemaMigration migration =
        new SchemaMigration(
            settings.database(),
            "signal-harvester:" + Version.current(),
            sentence -> spec.commandLine().getErr().println(sentence));
    return switch (migration.run(line)) {
      case MigrationOutcome.Done done -> {
        Report report =
            new Report(
                line.name().toLowerCase(Locale.ROOT),
                done.applied(),
                done.level().expanded(),
                done.level().floor());
        spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(report));
        yield ExitCode.OK.number();
      }
      case MigrationOutcome.LockBusy busy -> throw new Failure(ExitCode.LOCK_BUSY, busy.sentence());
      case MigrationOutcome.Failed failed ->
          throw new Failure(ExitCode.MIGRATION_FAILED, failed.sentence());
      case MigrationOutcome.DatabaseAway away ->
          throw new Failure(ExitCode.DATABASE_AWAY, away.sentence());
    };
  }

  /**
   * What is printed after a migration.
   *
   * @param migration the line that was applied
   * @param applied scripts that this run applied
   * @param expanded newest expand script of the database
   * @param floor least level that an image may need
   */
  private record Report(String migration, int applied, int expanded, int floor) {}
}
