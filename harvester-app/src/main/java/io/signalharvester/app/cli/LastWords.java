/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Writes the one sentence of a failing process: to stderr, and to the file that Kubernetes shows in
 * the pod's status.
 */
final class LastWords {

  private static final String DEFAULT_FILE = "/dev/termination-log";

  private final PrintStream stderr;
  private final String file;

  LastWords(PrintStream stderr, Map<String, String> environment) {
    this.stderr = stderr;
    String named = environment.get("TERMINATION_LOG");
    this.file = named == null || named.isBlank() ? DEFAULT_FILE : named;
  }

  void write(String sentence) {
    stderr.println(sentence);
    try {
      Path path = Path.of(file);
      if (Files.isWritable(path)) {
        Files.write(
            path,
            (sentence + "\n").getBytes(StandardCharsets.UTF_8),
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
      }
    } catch (IOException | InvalidPathException e) {
      stderr.println("The termination log " + file + " could not be written.");
    }
  }
}
