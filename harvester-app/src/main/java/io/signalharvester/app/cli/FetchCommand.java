/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.harvest.RunScope;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs the stage that fetches. */
@Command(
    name = "fetch",
    description =
        "Fetches new items from the sources and stores them; classifies and scores nothing.",
    mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {

  private static final int MOST_RESULTS = 500;

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final SourceChoice sources = new SourceChoice();

  @Option(
      names = "--max-results",
      paramLabel = "N",
      defaultValue = "50",
      description =
          "Most new items of arXiv, of each topic and organisation of GitHub, and of Hacker News, 1 to 500 (${DEFAULT-VALUE}); the next run goes on from there.")
  private String maxResults = "50";

  @Override
  public Integer call() {
    int most =
        new Asked()
            .with("maxResults", maxResults)
            .read(
                spec,
                parameters -> {
                  int read = parameters.whole("maxResults", 1, MOST_RESULTS, 50);
                  parameters.refuseErrors();
                  return read;
                });
    Settings settings =
        top.settings(
            Settings.Mode.PIPELINE, SourceChoice.ofAll("max-artifacts", String.valueOf(most)));
    return new PipelineRun(top, spec)
        .of(settings, new RunScope(Set.of("fetch"), sources.names(settings)));
  }
}
