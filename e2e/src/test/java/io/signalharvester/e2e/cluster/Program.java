/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command of this repository, run to its end with what it said. */
record Program(Map<String, String> environment, Path folder, List<String> command) {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final String CLUSTER = ROOT.resolve("e2e/cluster/cluster").toString();

  private static final long DEADLINE_MINUTES = 45;

  /** How a command ended. */
  record Result(int exitCode, String output, String errors) {}

  static Program of(Map<String, String> environment, String... command) {
    return new Program(environment, Path.of(""), List.of(command));
  }

  static Program cluster(Map<String, String> environment, String... arguments) {
    return of(
        environment,
        Stream.concat(Stream.of(CLUSTER), Stream.of(arguments)).toArray(String[]::new));
  }

  Program in(Path elsewhere) {
    return new Program(environment, elsewhere, command);
  }

  Result run() throws IOException, InterruptedException {
    // Files and not pipes: what the command starts may outlive it and would keep a pipe open.
    Path output = Files.createTempFile("output", ".txt");
    Path errors = Files.createTempFile("errors", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toAbsolutePath().toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
        process.destroy();
        throw new AssertionError(command + " does not end: " + Files.readString(errors));
      }
      return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  Result mustSucceed() throws IOException, InterruptedException {
    Result result = run();
    if (result.exitCode() != 0) {
      throw new AssertionError(
          command + " ended with " + result.exitCode() + ": " + result.output() + result.errors());
    }
    return result;
  }
}
