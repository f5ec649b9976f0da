/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program to its end.
 *
 * <p>Its output goes to a file and not to a pipe: a daemon that the program leaves behind can then
 * never make this process wait for it.
 */
public final class Command {

  /** What a program said on standard output, and how it ended. */
  public record Result(int exit, String output) {}

  private final List<String> words;
  private final Duration deadline;
  private boolean errorsToConsole;
  private Map<String, String> environment = Map.of();

  private Command(List<String> words, Duration deadline) {
    this.words = List.copyOf(words);
    this.deadline = deadline;
  }

  /** A program with its arguments, ended when it runs longer than the deadline. */
  public static Command of(Duration deadline, List<String> words) {
    return new Command(words, deadline);
  }

  /** A program with its arguments, ended when it runs longer than the deadline. */
  public static Command of(Duration deadline, String... words) {
    return of(deadline, List.of(words));
  }

  /** Lets the person read the program's standard error as it comes. */
  public Command errorsToConsole() {
    errorsToConsole = true;
    return this;
  }

  /** Adds variables to the environment that the program gets. */
  public Command with(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  /**
   * Runs it and returns its output; an exit other than 0 is a failure that quotes the last line
   * said.
   */
  public String output() {
    Result result = run();
    if (result.exit() != 0) {
      throw new Failure(
          "`"
              + String.join(" ", words)
              + "` ended with "
              + result.exit()
              + lastLine(result.output()));
    }
    return result.output();
  }

  /**
   * Runs it whatever its exit is. Standard error is part of the output unless it goes to the
   * console.
   */
  public Result run() {
    try {
      Path log = Files.createTempFile("harvest-", ".out");
      try {
        return run(log);
      } finally {
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      throw new Failure(
          "`"
              + words.getFirst()
              + "` cannot be started ("
              + e.getMessage()
              + "): install the program.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("`" + words.getFirst() + "` was interrupted: run it again.", e);
    }
  }

  private Result run(Path log) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectOutput(log.toFile());
    builder.redirectInput(Path.of("/dev/null").toFile());
    if (errorsToConsole) {
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    } else {
      builder.redirectErrorStream(true);
    }
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroy();
      throw new Failure(
          "`"
              + String.join(" ", words)
              + "` was not done after "
              + deadline.toSeconds()
              + " s and was ended: look at what it said above and run it again.");
    }
    return new Result(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
  }

  private static String lastLine(String output) {
    return output
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((a, b) -> b)
        .map(line -> ": " + line)
        .orElse(".");
  }
}
