/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The top of the command line. */
@Command(
    name = "harvest",
    description =
        "Signal Harvester: collects research, scores it, and serves what is worth reading.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    subcommands = {
      ServeCommand.class,
      MigrateCommand.class,
      PipelineCommand.class,
      VersionCommand.class
    })
final class HarvestCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  HarvestCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Returns the environment variables, from which commands take their settings. */
  Map<String, String> environment() {
    return environment;
  }

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "A command is needed.");
  }
}
