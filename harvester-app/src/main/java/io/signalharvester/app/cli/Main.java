/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import io.signalharvester.app.config.InvalidSettingsException;
import io.signalharvester.app.telemetry.Logs;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Starts the process in the mode that its first argument names. */
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Logs.quiet();
    LastWords lastWords = new LastWords(System.err, System.getenv());
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    System.exit(commandLine(System.getenv(), lastWords, terminal).execute(arguments));
  }

  /**
   * Returns the command line.
   *
   * @param environment the environment variables
   * @param lastWords writes the sentence of a failure
   * @param terminal whether a person reads what is printed
   */
  static CommandLine commandLine(
      Map<String, String> environment, LastWords lastWords, boolean terminal) {
    HarvestCommand top = new HarvestCommand(environment, terminal);
    CommandLine command = new CommandLine(top);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    command.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    command.setParameterExceptionHandler((error, arguments) -> {
      lastWords.write(String.valueOf(error.getMessage()));
      error.getCommandLine().usage(error.getCommandLine().getErr());
      return ExitCode.USAGE.number();
    });
    command.setExecutionExceptionHandler((error, failed, parsed) -> {
      if (error instanceof Failure failure) {
        lastWords.write(String.valueOf(failure.getMessage()));
        return failure.code().number();
      }
      if (error instanceof InvalidSettingsException settings) {
        lastWords.write(String.valueOf(settings.getMessage()));
        return ExitCode.INVALID.number();
      }
      if (top.verbose()) {
        LOG.error("The command failed", error);
      }
      lastWords.write(
          "harvest failed unexpectedly ("
              + error.getClass().getSimpleName()
              + "): "
              + (top.verbose()
                  ? "look at the log lines before this one."
                  : "run it again with --verbose to see where."));
      return ExitCode.FAILED.number();
    });
    return command;
  }
}
