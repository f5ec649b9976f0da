/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.signalharvester.e2e.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for something outside this process, with a deadline and with words for the case that it
 * does not come.
 */
final class Await {

  private static final Duration PAUSE = Duration.ofMillis(300);

  private Await() {}

  /**
   * Returns what the probe finds first.
   *
   * @param what completes the sentence "after 60 s still no ..."
   * @param trouble what is known about why, and what to do; asked only when the deadline has passed
   */
  static <T> T first(
      String what, Duration deadline, Supplier<Optional<T>> probe, Supplier<String> trouble) {
    long end = System.nanoTime() + deadline.toNanos();
    @Nullable KubernetesClientException last = null;
    do {
      try {
        Optional<T> found = probe.get();
        if (found.isPresent()) {
          return found.get();
        }
        last = null;
      } catch (KubernetesClientException e) {
        // The API server may be busy for a moment; only the deadline decides.
        last = e;
      }
      pause();
    } while (System.nanoTime() < end);
    String why = last == null ? trouble.get() : "the cluster answered: " + last.getMessage();
    throw new Failure(
        "After " + deadline.toSeconds() + " s there is still no " + what + ": " + why);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("The wait was interrupted: run it again.", e);
    }
  }
}
