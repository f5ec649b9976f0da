/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes what a shell needs to complete commands and options. */
@Command(
    name = "generate-completion",
    description =
        "Prints a completion script for bash and zsh; use it by: source <(harvest generate-completion)",
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine top = spec.root().commandLine();
    spec.commandLine().getOut().print(AutoComplete.bash(top.getCommandName(), top));
    spec.commandLine().getOut().flush();
    return ExitCode.OK.number();
  }
}
