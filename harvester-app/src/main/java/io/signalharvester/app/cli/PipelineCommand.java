/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.harvest.DiscoveryRun;
import io.signalharvester.app.pipeline.PipelineReport;
import io.signalharvester.app.telemetry.Logs;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Runs pipelines. */
@Command(
    name = "pipeline",
    description = "Runs a pipeline once and prints its counters as JSON.",
    mixinStandardHelpOptions = true)
final class PipelineCommand implements Callable<Integer> {

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "The name of a pipeline is needed: discovery.");
  }

  @Command(
      name = "discovery",
      description =
          "Fetches new items from the sources and scores them. A second run at once does nothing.",
      mixinStandardHelpOptions = true)
  int discovery() {
    Settings settings = Settings.load(Settings.Mode.PIPELINE, top.environment());
    Logs.toStderr(settings.logs());
    PipelineReport report;
    try (DiscoveryRun run = new DiscoveryRun(settings, Clock.systemUTC())) {
      report = run.report();
    }
    spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(report));
    return switch (report.status()) {
      case COMPLETED, COMPLETED_WITH_WARNINGS -> ExitCode.OK.number();
      case BUSY -> {
        spec.commandLine().getErr().println(report.warnings().getFirst());
        yield ExitCode.LOCK_BUSY.number();
      }
      case DEPENDENCY_AWAY ->
          throw new Failure(ExitCode.DATABASE_AWAY, report.warnings().getFirst());
      case FAILED -> throw new Failure(ExitCode.FAILED, report.warnings().getFirst());
    };
  }
}
