/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.telemetry.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the version. */
@Command(
    name = "version",
    description = "Prints the version and the schema level that this image needs.",
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(Provider.line());
    return ExitCode.OK.number();
  }

  /** Gives the line of {@code --version}. */
  static final class Provider implements IVersionProvider {

    static String line() {
      return "signal-harvester " + Version.current() + " (schema level " + SchemaLevel.NEEDS + ")";
    }

    @Override
    public String[] getVersion() {
      return new String[] {line()};
    }
  }
}
