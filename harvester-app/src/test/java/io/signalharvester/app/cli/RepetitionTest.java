/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RepetitionTest {

  private static CompletableFuture<Void> start(Repetition repetition, Runnable work) {
    return CompletableFuture.runAsync(() -> {
      try {
        repetition.of(work);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @Test
  void aTimeThatFailsDoesNotKeepTheNextFromComing() throws Exception {
    Repetition repetition = new Repetition(Duration.ofMillis(1));
    CountDownLatch three = new CountDownLatch(3);

    CompletableFuture<Void> running =
        start(
            repetition,
            () -> {
              three.countDown();
              throw new IllegalStateException("on purpose");
            });

    assertThat(three.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(repetition.end(Duration.ofSeconds(10))).isTrue();
    running.get();
  }

  @Test
  void nothingIsDoneDuringAPauseAndTheEndCutsItShort() throws Exception {
    Repetition repetition = new Repetition(Duration.ofDays(1));
    AtomicInteger times = new AtomicInteger();
    CountDownLatch once = new CountDownLatch(1);

    CompletableFuture<Void> running =
        start(
            repetition,
            () -> {
              times.incrementAndGet();
              once.countDown();
            });
    assertThat(once.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(repetition.end(Duration.ofSeconds(10))).isTrue();
    running.get();
    assertThat(times).hasValue(1);
  }

  @Test
  void theEndWaitsForTheWorkThatGoesOnAndSaysWhenItIsOutOfPatience() throws Exception {
    Repetition repetition = new Repetition(Duration.ofMillis(1));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger times = new AtomicInteger();

    CompletableFuture<Void> running =
        start(
            repetition,
            () -> {
              times.incrementAndGet();
              begun.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(repetition.end(Duration.ofMillis(20))).isFalse();
    release.countDown();
    assertThat(repetition.end(Duration.ofSeconds(10))).isTrue();
    running.get();
    assertThat(times).hasValue(1);
  }
}
