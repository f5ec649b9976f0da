/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.cli.output.Answer;
import io.signalharvester.app.config.KnownSettings;
import io.signalharvester.app.config.Settings;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Tells about the settings. */
@Command(
    name = "config",
    description = "Shows and checks the settings.",
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {

  @ParentCommand private HarvestCommand top = new HarvestCommand(Map.of());

  @Spec private CommandSpec spec = CommandSpec.create();

  private record Verdict(boolean valid, String mode, int settings) {}

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "A command is needed: show or validate.");
  }

  @Command(
      name = "show",
      description =
          "Shows every setting, where its value comes from, and stars in place of secrets; ends with 2 when one is wrong.",
      mixinStandardHelpOptions = true)
  int show() {
    top.print(spec, Answer.list(Settings.shown(top.environment()), "name", "value", "origin"));
    return ExitCode.OK.number();
  }

  @Command(
      name = "validate",
      description =
          "Checks the settings and connects to nothing; ends with 2 and names what is wrong, the rule and the remedy.",
      mixinStandardHelpOptions = true)
  int validate(
      @Option(
              names = "--mode",
              defaultValue = "serve",
              description =
                  "serve, work, migrate or pipeline: what they must be complete for (${DEFAULT-VALUE}).")
          Settings.Mode mode) {
    Settings.load(mode, top.environment());
    top.print(
        spec,
        Answer.one(
            new Verdict(true, mode.name().toLowerCase(Locale.ROOT), KnownSettings.all().size())));
    return ExitCode.OK.number();
  }
}
