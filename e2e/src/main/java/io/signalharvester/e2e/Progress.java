/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Says what happens, each line with the seconds since the start, so that a slow step shows itself.
 */
public final class Progress implements Consumer<String> {

  private final PrintStream out;
  private final long start = System.nanoTime();

  /** Writes to the given stream. */
  public Progress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void accept(String line) {
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    out.printf("[%4d s] %s%n", seconds, line);
    out.flush();
  }
}
