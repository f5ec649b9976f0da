/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.cli.output.Answer;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.harvest.DiscoveryRun;
import io.signalharvester.app.harvest.RunScope;
import io.signalharvester.app.pipeline.PipelineReport;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Runs the pipeline, or a part of it, for a command, and prints the report. */
final class PipelineRun {

  private final HarvestCommand top;
  private final CommandSpec spec;

  /**
   * Creates it.
   *
   * @param top knows how data is printed
   * @param spec the command
   */
  PipelineRun(HarvestCommand top, CommandSpec spec) {
    this.top = top;
    this.spec = spec;
  }

  private record Line(String part, String name, String value) {}

  /** Runs one stage with the settings as they are. */
  int ofStage(String stage) {
    return of(top.settings(Settings.Mode.PIPELINE), RunScope.stage(stage));
  }

  /**
   * Runs a part, and returns what the process ends with.
   *
   * @throws Failure when it could not be run to its end
   */
  int of(Settings settings, RunScope scope) {
    PipelineReport report = report(settings, scope);
    String first = report.warnings().isEmpty() ? "" : report.warnings().getFirst();
    return switch (report.status()) {
      case COMPLETED, COMPLETED_WITH_WARNINGS -> ExitCode.OK.number();
      case BUSY -> {
        spec.commandLine().getErr().println(first);
        yield ExitCode.LOCK_BUSY.number();
      }
      case DEPENDENCY_AWAY -> throw new Failure(ExitCode.DATABASE_AWAY, first);
      case FAILED -> throw new Failure(ExitCode.FAILED, first);
    };
  }

  /** Runs a part, prints its report and returns it, however it ended. */
  PipelineReport report(Settings settings, RunScope scope) {
    PipelineReport report;
    try (DiscoveryRun run = new DiscoveryRun(settings, Clock.systemUTC(), scope)) {
      report = run.report();
    }
    top.print(spec, Answer.of(report, lines(report)));
    return report;
  }

  private static List<Line> lines(PipelineReport report) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("run", report.pipeline(), report.status().label()));
    report
        .counters()
        .forEach((name, number) -> lines.add(new Line("counter", name, String.valueOf(number))));
    report
        .sources()
        .forEach((name, count) ->
            lines.add(
                new Line(
                    "source",
                    name,
                    "%s: %d seen, %d new, %d skipped"
                        .formatted(
                            count.state(), count.seen(), count.inserted(), count.skipped()))));
    report.stages().forEach((name, took) -> lines.add(new Line("stage", name, took + " ms")));
    report.warnings().forEach(warning -> lines.add(new Line("warning", "", warning)));
    return lines;
  }
}
