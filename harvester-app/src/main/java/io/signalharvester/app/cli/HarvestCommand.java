/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.cli.output.Answer;
import io.signalharvester.app.cli.output.OutputFormat;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.telemetry.Logs;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      DiscoverCommand.class,
      FetchCommand.class,
      AnalyzeCommand.class,
      CorrelateCommand.class,
      ScoreCommand.class,
      DaemonCommand.class,
      DiscoveriesCommand.class,
      TopicsCommand.class,
      TimelineCommand.class,
      StatsCommand.class,
      HealthCommand.class,
      SourceCommand.class,
      EmbeddingsCommand.class,
      ConfigCommand.class,
      CompletionCommand.class,
      VersionCommand.class
    })
final class HarvestCommand implements Callable<Integer> {

  private final Map<String, String> environment;
  private final boolean terminal;

  @Mixin private final GlobalOptions options = new GlobalOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  HarvestCommand(Map<String, String> environment) {
    this(environment, false);
  }

  /**
   * Creates the top.
   *
   * @param environment the environment variables
   * @param terminal whether a person reads what is printed
   */
  HarvestCommand(Map<String, String> environment, boolean terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  /** Returns the environment variables with what the options change of them. */
  Map<String, String> environment() {
    return options.over(environment);
  }

  /** Returns the settings of a command that keeps stdout for data, and logs to stderr from now. */
  Settings settings(Settings.Mode mode) {
    return settings(mode, Map.of());
  }

  /** Returns the settings of such a command, with some settings of the file replaced. */
  Settings settings(Settings.Mode mode, Map<String, String> instead) {
    Settings settings = Settings.load(mode, environment(), instead);
    Logs.toStderr(settings.logs());
    return settings;
  }

  /** Returns how data is printed. */
  OutputFormat output() {
    return options.output(terminal);
  }

  /** Prints the answer of a command. */
  void print(CommandSpec command, Answer answer) {
    answer.print(output(), command.commandLine().getOut());
  }

  boolean verbose() {
    return options.verbose();
  }

  boolean quiet() {
    return options.quiet();
  }

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "A command is needed.");
  }
}
