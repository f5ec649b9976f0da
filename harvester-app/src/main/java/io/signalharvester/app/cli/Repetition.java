/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a work again and again, with a pause after each time, until it is told to end. A time that
 * fails is logged, and the next comes all the same.
 */
final class Repetition {

  private static final Logger LOG = LoggerFactory.getLogger(Repetition.class);

  private final Duration pause;
  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * Creates it.
   *
   * @param pause time from the end of one work to the start of the next
   */
  Repetition(Duration pause) {
    this.pause = pause;
  }

  /** Does the work until it is told to end. */
  void of(Runnable work) throws InterruptedException {
    try {
      while (told.getCount() > 0) {
        try {
          work.run();
        } catch (RuntimeException e) {
          LOG.error("This run failed; the next one goes on", e);
        }
        if (told.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } finally {
      ended.countDown();
    }
  }

  /**
   * Lets no other work begin, and waits for the one that goes on.
   *
   * @return whether it ended in time
   */
  boolean end(Duration patience) throws InterruptedException {
    told.countDown();
    return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
