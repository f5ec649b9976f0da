/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.harvest.RunScope;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs the discovery pipeline over some sources. */
@Command(
    name = "discover",
    description =
        "Runs the pipeline discovery once, over all sources or some, and prints its counters.",
    mixinStandardHelpOptions = true)
final class DiscoverCommand implements Callable<Integer> {

  private static final int MOST_HOURS = 366 * 24;

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final SourceChoice sources = new SourceChoice();

  @Option(
      names = "--hours",
      paramLabel = "N",
      description =
          "How far back a stream is read that was never read before, 1 to 8784 (look-back of each source, 24). Others go on where they ended.")
  private @Nullable String hours;

  @Override
  public Integer call() {
    Integer asked =
        new Asked()
            .with("hours", hours)
            .read(
                spec,
                parameters -> {
                  // 0 stands for an option that was not given; it cannot be asked for.
                  int read = parameters.whole("hours", 1, MOST_HOURS, 0);
                  parameters.refuseErrors();
                  return read;
                });
    Settings settings =
        top.settings(
            Settings.Mode.PIPELINE,
            asked == 0 ? Map.of() : SourceChoice.ofAll("look-back", asked + "h"));
    return new PipelineRun(top, spec)
        .of(settings, new RunScope(Set.copyOf(RunScope.STAGES), sources.names(settings)));
  }
}
