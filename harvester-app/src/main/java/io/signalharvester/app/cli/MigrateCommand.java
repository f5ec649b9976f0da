/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.cli.output.Answer;
import io.signalharvester.app.cli.output.OutputFormat;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.schema.MigrationLine;
import io.signalharvester.app.schema.MigrationOutcome;
import io.signalharvester.app.schema.MigrationPlan;
import io.signalharvester.app.schema.SchemaDesk;
import io.signalharvester.app.schema.SchemaFault;
import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.schema.SchemaMigration;
import io.signalharvester.app.schema.SchemaStatus;
import io.signalharvester.app.telemetry.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Changes the schema, and tells about it. */
@Command(
    name = "migrate",
    aliases = {"init-db", "init-db-cmd"},
    description =
        "Brings the schema to the level that this image needs; the same as migrate expand.",
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {

  private static final String DRY_RUN = "--dry-run";
  private static final String DRY_RUN_MEANING = "Prints the pending SQL and applies nothing.";

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = DRY_RUN, description = DRY_RUN_MEANING)
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    return run(MigrationLine.EXPAND, dryRun);
  }

  @Command(
      name = "expand",
      description = "Adds what this image needs; images that run now go on working.",
      mixinStandardHelpOptions = true)
  int expand(@Option(names = DRY_RUN, description = DRY_RUN_MEANING) boolean dry)
      throws InterruptedException {
    return run(MigrationLine.EXPAND, dry);
  }

  @Command(
      name = "contract",
      description = "Removes what no image reads any more. Older images cannot serve afterwards.",
      mixinStandardHelpOptions = true)
  int contract(@Option(names = DRY_RUN, description = DRY_RUN_MEANING) boolean dry)
      throws InterruptedException {
    return run(MigrationLine.CONTRACT, dry);
  }

  @Command(
      name = "plan",
      description =
          "Shows which expand scripts are pending; ends with 2 when an applied script is not that of this image.",
      mixinStandardHelpOptions = true)
  int plan(
      @Option(names = DRY_RUN, description = DRY_RUN_MEANING) boolean dry,
      @Option(
              names = "--check-settings",
              description = "Also checks the settings as every mode of this image reads them.")
          boolean checkSettings,
      @Option(
              names = "--answer",
              paramLabel = "FILE",
              description =
                  "Also writes the levels and the number of pending scripts to this file, as one line of JSON.")
          @Nullable Path answer)
      throws InterruptedException {
    if (checkSettings) {
      for (Settings.Mode mode : Settings.Mode.values()) {
        top.settings(mode);
      }
    }
    MigrationPlan plan = ask(desk -> desk.plan(MigrationLine.EXPAND));
    if (top.output() != OutputFormat.TABLE) {
      PlanReport report = PlanReport.of(plan, dry);
      top.print(spec, Answer.of(report, report.pending()));
    } else if (dry) {
      printSql(plan);
    } else {
      out().println(levelLine(plan.level()));
      plan.pending().forEach(script -> out().println("pending " + script.file()));
      out().println(plan.pending().size() + " scripts are pending.");
    }
    if (!plan.differences().isEmpty()) {
      throw new Failure(
          ExitCode.INVALID,
          "The database was migrated with other scripts than this image has: "
              + String.join("; ", plan.differences())
              + "; use the image that migrated it or a newer one.");
    }
    if (answer != null) {
      write(PlanAnswer.of(plan), answer);
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "status",
      description =
          "Shows the levels of the database, the active revision and the newest migrations.",
      mixinStandardHelpOptions = true)
  int status() throws InterruptedException {
    SchemaStatus status = ask(SchemaDesk::status);
    if (top.output() != OutputFormat.TABLE) {
      top.print(spec, Answer.of(StatusReport.of(status), status.runs()));
      return ExitCode.OK.number();
    }
    out().println(levelLine(status.level()));
    out()
        .println(
            status.activeRevision() == null
                ? "No revision is named active."
                : "The active revision is " + status.activeRevision() + ".");
    for (SchemaStatus.Run run : status.runs()) {
      out()
          .println(
              "%s %s %s to %s by %s: %s%s"
                  .formatted(
                      run.startedAt(),
                      run.phase(),
                      run.from(),
                      run.to() == null ? "?" : run.to(),
                      run.image(),
                      run.status(),
                      run.error() == null ? "" : ": " + run.error()));
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "activate",
      description =
          "Names the revision whose workers may claim work; naming it again changes nothing.",
      mixinStandardHelpOptions = true)
  int activate(
      @Parameters(paramLabel = "REVISION", description = "Name of the revision.") String revision)
      throws InterruptedException {
    try {
      @Nullable String before = ask(desk -> new Named(desk.activate(revision))).revision();
      print(new ActivateReport(revision, before));
      return ExitCode.OK.number();
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          spec.subcommands().get("activate"), String.valueOf(e.getMessage()));
    }
  }

  private record Named(@Nullable String revision) {}

  private interface Question<T> {
    T put(SchemaDesk desk) throws InterruptedException;
  }

  private <T> T ask(Question<T> question) throws InterruptedException {
    Settings settings = settings();
    try {
      return question.put(new SchemaDesk(settings.database(), this::progress));
    } catch (SchemaFault e) {
      throw new Failure(
          e.databaseAway() ? ExitCode.DATABASE_AWAY : ExitCode.FAILED,
          String.valueOf(e.getMessage()));
    }
  }

  private static void write(PlanAnswer answer, Path file) {
    try {
      Files.writeString(file, JsonMapper.shared().writeValueAsString(answer) + "\n");
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "--answer: %s cannot be written (%s): name a file in a folder that exists."
              .formatted(file, e.getClass().getSimpleName()));
    }
  }

  private int run(MigrationLine line, boolean dry) throws InterruptedException {
    if (dry || dryRun) {
      printSql(ask(desk -> desk.plan(line)));
      return ExitCode.OK.number();
    }
    SchemaMigration migration =
        new SchemaMigration(
            settings().database(), "signal-harvester:" + Version.current(), this::progress);
    return switch (migration.run(line)) {
      case MigrationOutcome.Done done -> {
        print(
            new Report(
                line.name().toLowerCase(Locale.ROOT),
                done.applied(),
                done.level().expanded(),
                done.level().floor()));
        yield ExitCode.OK.number();
      }
      case MigrationOutcome.LockBusy busy -> throw new Failure(ExitCode.LOCK_BUSY, busy.sentence());
      case MigrationOutcome.Failed failed ->
          throw new Failure(ExitCode.MIGRATION_FAILED, failed.sentence());
      case MigrationOutcome.DatabaseAway away ->
          throw new Failure(ExitCode.DATABASE_AWAY, away.sentence());
    };
  }

  private Settings settings() {
    return top.settings(Settings.Mode.MIGRATE);
  }

  private void progress(String sentence) {
    if (!top.quiet()) {
      spec.commandLine().getErr().println(sentence);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void print(Object report) {
    top.print(spec, Answer.one(report));
  }

  private void printSql(MigrationPlan plan) {
    for (MigrationPlan.Script script : plan.pending()) {
      out().println("-- " + script.file());
      out().println(script.sql().stripTrailing());
    }
  }

  private static String levelLine(@Nullable SchemaLevel level) {
    return level == null
        ? "The database has no schema yet; this image needs level " + SchemaLevel.NEEDS + "."
        : "The database serves levels %d to %d; this image needs level %d%s."
            .formatted(
                level.floor(),
                level.expanded(),
                SchemaLevel.NEEDS,
                level.serves(SchemaLevel.NEEDS) ? "" : " and cannot serve");
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

  /** The short form of a plan, for whoever started this process and reads no output. */
  private record PlanAnswer(
      int needs, @Nullable Integer expanded, @Nullable Integer floor, int pending) {

    static PlanAnswer of(MigrationPlan plan) {
      SchemaLevel level = plan.level();
      return new PlanAnswer(
          SchemaLevel.NEEDS,
          level == null ? null : level.expanded(),
          level == null ? null : level.floor(),
          plan.pending().size());
    }
  }

  /** A plan as JSON; the SQL is there with --dry-run alone. */
  private record PlanReport(
      int needs,
      @Nullable Integer expanded,
      @Nullable Integer floor,
      List<Pending> pending,
      List<String> differences) {

    private record Pending(int version, String file, String description, @Nullable String sql) {}

    static PlanReport of(MigrationPlan plan, boolean withSql) {
      SchemaLevel level = plan.level();
      return new PlanReport(
          SchemaLevel.NEEDS,
          level == null ? null : level.expanded(),
          level == null ? null : level.floor(),
          plan.pending().stream()
              .map(script ->
                  new Pending(
                      script.version(),
                      script.file(),
                      script.description(),
                      withSql ? script.sql() : null))
              .toList(),
          plan.differences());
    }
  }

  private record StatusReport(
      int needs,
      @Nullable Integer expanded,
      @Nullable Integer floor,
      boolean serves,
      @Nullable String activeRevision,
      List<SchemaStatus.Run> runs) {

    static StatusReport of(SchemaStatus status) {
      SchemaLevel level = status.level();
      return new StatusReport(
          SchemaLevel.NEEDS,
          level == null ? null : level.expanded(),
          level == null ? null : level.floor(),
          level != null && level.serves(SchemaLevel.NEEDS),
          status.activeRevision(),
          status.runs());
    }
  }

  private record ActivateReport(String revision, @Nullable String before) {}
}
