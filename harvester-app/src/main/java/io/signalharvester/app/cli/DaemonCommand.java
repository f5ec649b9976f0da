/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.harvest.RunScope;
import io.signalharvester.app.pipeline.PipelineReport;
import io.signalharvester.app.pipeline.PipelineReport.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs a pipeline again and again. */
@Command(
    name = "daemon",
    description =
        "Runs a pipeline again and again until SIGTERM, and prints the counters of each run. A run that fails, or finds another one going on, is logged, and the next one comes all the same.",
    mixinStandardHelpOptions = true)
final class DaemonCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(DaemonCommand.class);

  private static final int LONGEST_SECONDS = 86_400;

  /** As long as a serving process gives its requests (specification, operations 1). */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private static final Set<Status> GOOD = Set.of(Status.COMPLETED, Status.COMPLETED_WITH_WARNINGS);

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description =
          "Seconds from the end of a run to the start of the next, 1 to 86400 (${DEFAULT-VALUE}).")
  private String interval = "300";

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      defaultValue = "discovery",
      description = "The pipeline to run (${DEFAULT-VALUE}).")
  private String pipeline = "discovery";

  @Override
  public Integer call() throws InterruptedException {
    PipelineCommand.refuseUnknown(spec, pipeline);
    int seconds =
        new Asked()
            .with("interval", interval)
            .read(
                spec,
                parameters -> {
                  int read = parameters.whole("interval", 1, LONGEST_SECONDS, 300);
                  parameters.refuseErrors();
                  return read;
                });
    Settings settings = top.settings(Settings.Mode.PIPELINE);
    Repetition repetition = new Repetition(Duration.ofSeconds(seconds));
    Thread end = new Thread(() -> end(repetition), "harvest-end");
    Runtime.getRuntime().addShutdownHook(end);
    PipelineRun run = new PipelineRun(top, spec);
    repetition.of(() -> log(run.report(settings, RunScope.ALL)));
    return ExitCode.OK.number();
  }

  private static void log(PipelineReport report) {
    if (!GOOD.contains(report.status())) {
      LOG.warn(
          "The run ended as {}: {}", report.status().label(), String.join(" ", report.warnings()));
    }
  }

  private static void end(Repetition repetition) {
    try {
      if (!repetition.end(PATIENCE)) {
        LOG.warn(
            "The run did not end within {} s; a later one goes on with what it left",
            PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
