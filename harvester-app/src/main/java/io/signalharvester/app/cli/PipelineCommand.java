/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.harvest.RunScope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs pipelines. */
@Command(
    name = "pipeline",
    description =
        "Runs a pipeline once and prints its counters. NAME is discovery, which fetches new items from the sources, classifies, embeds, relates and scores them. A second run at once does nothing.",
    mixinStandardHelpOptions = true)
final class PipelineCommand implements Callable<Integer> {

  private static final String DISCOVERY = "discovery";

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NAME", description = "discovery: the pipeline to run.")
  private String name = "";

  @Option(
      names = "--stages",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only these stages, joined by commas, in their own order: fetch, classify, embed, relate, score, topic_stats (all).")
  private List<String> stages = new ArrayList<>();

  @Override
  public Integer call() {
    refuseUnknown(spec, name);
    RunScope scope = scope();
    Settings settings = top.settings(Settings.Mode.PIPELINE);
    return new PipelineRun(top, spec).of(settings, scope);
  }

  /** Refuses the name of a pipeline that does not exist. */
  static void refuseUnknown(CommandSpec spec, String name) {
    if (!name.equals(DISCOVERY)) {
      throw new ParameterException(
          spec.commandLine(),
          "No pipeline of this version is called '%s': use %s.".formatted(name, DISCOVERY));
    }
  }

  private RunScope scope() {
    Set<String> asked = new LinkedHashSet<>(stages);
    if (asked.isEmpty()) {
      return RunScope.ALL;
    }
    Set<String> unknown = new LinkedHashSet<>(asked);
    unknown.removeAll(RunScope.STAGES);
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--stages names '%s', but the stages are %s."
              .formatted(String.join("', '", unknown), String.join(", ", RunScope.STAGES)));
    }
    return new RunScope(asked, Set.of());
  }
}
