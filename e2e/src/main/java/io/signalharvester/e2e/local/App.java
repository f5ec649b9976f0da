/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.local;

import io.signalharvester.e2e.Command;
import io.signalharvester.e2e.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The app as processes of this machine.
 *
 * @param command the JVM with its options, up to and with the archive
 * @param environment variables of every process
 * @param logs folder for what the server says
 */
public record App(List<String> command, Map<String, String> environment, Path logs) {

  private static final Duration READY = Duration.ofSeconds(60);

  /** Copies what it is given. */
  public App {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Runs one command of the app to its end and returns what it printed on standard output. */
  public String run(Duration deadline, String... arguments) {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(arguments));
    return Command.of(deadline, words).with(environment).errorsToConsole().output();
  }

  /** Starts the server on free ports of loopback and waits until it is ready. */
  public Serving serve() {
    int port = FreePort.find();
    int management = FreePort.find();
    Path log = log("serve-");
    Process process =
        start(
            log,
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--management-port",
            String.valueOf(management));
    Serving serving = new Serving(process, port, management, log);
    serving.awaitReady(READY);
    return serving;
  }

  /**
   * Starts one command of the app and does not wait for its end, which is up to the caller.
   *
   * @param log file for all that it says
   */
  public Process start(Path log, String... arguments) {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Failure(
          "The app cannot be started (" + e.getMessage() + "): check the disk and the JDK.", e);
    }
  }

  /** Makes an empty file beside the other logs. */
  public Path log(String prefix) {
    try {
      return Files.createTempFile(logs, prefix, ".log");
    } catch (IOException e) {
      throw new Failure("No log can be written in " + logs + ": check the disk.", e);
    }
  }

  /** The last lines of a log, for a failure's sentence. */
  static String tail(Path log) {
    try {
      List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "(its log cannot be read: " + e.getMessage() + ")";
    }
  }
}
