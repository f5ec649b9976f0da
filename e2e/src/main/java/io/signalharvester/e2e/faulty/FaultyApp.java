/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.faulty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Answers for the schema as the workload does, and then does not serve: with {@code FAULT=crash} it
 * ends with a last word in its log, with {@code FAULT=hang} it never becomes ready.
 */
public final class FaultyApp {

  /** What it says before it ends. */
  public static final String LAST_WORDS = "the search index has an unknown format, version 9";

  private FaultyApp() {}

  /**
   * Behaves as its environment says.
   *
   * @param arguments those of the workload
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> words = List.of(arguments);
    if (words.getFirst().equals("migrate")) {
      int answer = words.indexOf("--answer");
      if (answer > 0) {
        Files.writeString(Path.of(words.get(answer + 1)), "{\"needs\":1,\"pending\":0}\n");
      }
      return;
    }
    if ("crash".equals(System.getenv("FAULT"))) {
      System.err.println("starting");
      System.err.println(LAST_WORDS);
      System.exit(1);
    }
    new CountDownLatch(1).await();
  }
}
