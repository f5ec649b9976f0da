/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.cli.output.Answer;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.stats.Stats;
import io.signalharvester.app.stats.StatsReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Counts rows. */
@Command(
    name = "stats",
    description =
        "Counts the rows of each table, by group. Of tables above 16 MB it tells the database's estimate.",
    mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  private record Line(String group, String table, long rows, boolean estimated) {}

  @Override
  public Integer call() {
    Stats stats =
        Reading.of(
                top.settings(Settings.Mode.PIPELINE),
                database -> new StatsReader(database, Clock.systemUTC()).read())
            .orElseThrow();
    List<Line> lines = new ArrayList<>();
    stats
        .groups()
        .forEach((group, tables) ->
            tables.forEach((table, rows) ->
                lines.add(new Line(group, table, rows, stats.estimated().contains(table)))));
    top.print(spec, Answer.of(stats, lines));
    return ExitCode.OK.number();
  }
}
