/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.cli.output.Answer;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.harvest.KnownSource;
import io.signalharvester.app.sources.SourceDesk;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Flux;

/** Tells about the sources. */
@Command(
    name = "source",
    description = "Shows the sources, how their streams stand and what is left of their budgets.",
    mixinStandardHelpOptions = true)
final class SourceCommand implements Callable<Integer> {

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "A command is needed: list, status or quota.");
  }

  @Command(
      name = "list",
      description = "Lists the sources that this image can read, as the settings have them.",
      mixinStandardHelpOptions = true)
  int list() {
    top.print(spec, Answer.list(KnownSource.of(top.settings(Settings.Mode.PIPELINE))));
    return ExitCode.OK.number();
  }

  @Command(
      name = "status",
      description =
          "Lists the streams that were ever read: up to where, when a run went through last, and what ended the last one.",
      mixinStandardHelpOptions = true)
  int status() {
    return print(SourceDesk::streams, "source", "stream", "lastSuccess", "lastError", "updatedAt");
  }

  @Command(
      name = "quota",
      description =
          "Lists what is left of the budgets, as it was noted last: at most 60 s old while something is fetched.",
      mixinStandardHelpOptions = true)
  int quota() {
    return print(desk -> desk.budgets(Clock.systemUTC().instant()));
  }

  private int print(Function<SourceDesk, Flux<?>> question, String... columns) {
    List<?> rows =
        Reading.<List<?>>of(
                top.settings(Settings.Mode.PIPELINE),
                database ->
                    question.apply(new SourceDesk(database)).collectList().map(list -> list))
            .orElseThrow();
    top.print(spec, Answer.list(rows, columns));
    return ExitCode.OK.number();
  }
}
