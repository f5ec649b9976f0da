/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.cli.output.Answer;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.embeddings.EmbeddingDesk;
import io.signalharvester.app.embeddings.EmbeddingDesk.Stored;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Tells about vectors; loads no model. */
@Command(
    name = "embeddings",
    description = "Tells about the vectors of texts.",
    mixinStandardHelpOptions = true)
final class EmbeddingsCommand implements Callable<Integer> {

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "A command is needed: stats.");
  }

  @Command(
      name = "stats",
      description = "Counts the stored vectors by kind and model.",
      mixinStandardHelpOptions = true)
  int stats() {
    List<Stored> stored =
        Reading.of(
                top.settings(Settings.Mode.PIPELINE),
                database -> new EmbeddingDesk(database).stored().collectList())
            .orElseThrow();
    top.print(spec, Answer.list(stored));
    return ExitCode.OK.number();
  }
}
