/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.testkit.NonBlocking;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** Proves that the watch over blocking calls, which all tests run under, is awake. */
class NonBlockingTest {

  @BeforeAll
  static void watch() {
    NonBlocking.watch();
  }

  private static void sleep() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitLatch() {
    try {
      boolean opened = new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
      assertThat(opened).isFalse();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void waitingForALockOnAWorkerOfReactorIsAnError() {
    assertThatThrownBy(() ->
            Mono.fromRunnable(NonBlockingTest::awaitLatch)
                .subscribeOn(Schedulers.parallel())
                .block(Duration.ofSeconds(5)))
        .hasRootCauseInstanceOf(BlockingOperationError.class);
  }

  @Test
  void aBlockingCallOnAWorkerOfReactorIsAnError() {
    assertThatThrownBy(() ->
            Mono.fromRunnable(NonBlockingTest::sleep)
                .subscribeOn(Schedulers.parallel())
                .block(Duration.ofSeconds(5)))
        .hasRootCauseInstanceOf(BlockingOperationError.class);
  }

  @Test
  void aBlockingCallOnAnEventLoopOfTheServerIsAnError() {
    LoopResources loops = LoopResources.create("watched", 1, true);
    try {
      assertThatThrownBy(() ->
              Mono.fromRunnable(NonBlockingTest::sleep)
                  .subscribeOn(Schedulers.fromExecutor(loops.onServer(false)))
                  .block(Duration.ofSeconds(5)))
          .hasRootCauseInstanceOf(BlockingOperationError.class);
    } finally {
      loops.dispose();
    }
  }
}
