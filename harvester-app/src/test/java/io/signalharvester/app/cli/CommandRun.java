/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;

/**
 * One command, run in this JVM as the process would run it.
 *
 * @param exitCode what the process would end with
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr, without log lines
 */
public record CommandRun(int exitCode, String out, String err) {

  public static CommandRun of(Map<String, String> environment, String... arguments) {
    return of(environment, false, arguments);
  }

  /** Runs a command before a person. */
  static CommandRun onTerminal(Map<String, String> environment, String... arguments) {
    return of(environment, true, arguments);
  }

  private static CommandRun of(
      Map<String, String> environment, boolean terminal, String... arguments) {
    StringWriter out = new StringWriter();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stderr = new PrintStream(err, true, StandardCharsets.UTF_8);
    CommandLine command =
        Main.commandLine(environment, new LastWords(stderr, environment), terminal);
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(stderr, true, StandardCharsets.UTF_8));
    int exitCode = command.execute(arguments);
    return new CommandRun(exitCode, out.toString(), err.toString(StandardCharsets.UTF_8));
  }
}
