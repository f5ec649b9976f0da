/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Says where a real cluster can be had; everywhere else its tests are skipped, and loudly. */
public final class RealCluster {

  private RealCluster() {}

  /** Skips the calling test with the reason; with {@code CI=true} there is no excuse. */
  public static void required() {
    obstacle()
        .ifPresent(reason -> {
          String message = "NOT TESTED on a real cluster: " + reason;
          System.err.println(message);
          if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message);
          }
          Assumptions.abort(message);
        });
  }

  private static Optional<String> obstacle() {
    if (succeeds("docker", "info") && succeeds("kind", "version")) {
      return Optional.empty();
    }
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of("the bare provider needs Linux, and no Docker answers");
    }
    if (!"0".equals(userId())) {
      return Optional.of("the bare provider needs root: run as root, or start Docker and kind");
    }
    return Optional.empty();
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String userId() {
    try {
      Process id = new ProcessBuilder("id", "-u").start();
      return id.inputReader().readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
