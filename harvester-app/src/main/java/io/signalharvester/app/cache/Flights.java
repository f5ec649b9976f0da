/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Lets equal requests of this process share one piece of work. The work goes on when the request
 * that began it goes away.
 *
 * @param <T> what the work gives
 */
final class Flights<T> {

  /** How long others wait for the one who works, before one of them works too. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ConcurrentMap<String, CompletableFuture<T>> running = new ConcurrentHashMap<>();

  /**
   * Joins the work for a key, or begins it.
   *
   * @param key what is worked for
   * @param work the work; it must end by itself
   * @param afterWaiting the work when the one who works was too slow
   */
  Mono<T> join(String key, Supplier<Mono<T>> work, Supplier<Mono<T>> afterWaiting) {
    return Mono.defer(() -> {
      CompletableFuture<T> mine = new CompletableFuture<>();
      CompletableFuture<T> other = running.putIfAbsent(key, mine);
      if (other == null) {
        begin(key, work, mine);
        return result(mine);
      }
      return result(other)
          .timeout(
              PATIENCE,
              Mono.defer(() -> {
                running.remove(key, other);
                return insist(key, afterWaiting);
              }));
    });
  }

  /** Begins the work, unless somebody works for the key already. */
  void begin(String key, Supplier<Mono<T>> work) {
    CompletableFuture<T> mine = new CompletableFuture<>();
    if (running.putIfAbsent(key, mine) == null) {
      begin(key, work, mine);
    }
  }

  private Mono<T> insist(String key, Supplier<Mono<T>> work) {
    CompletableFuture<T> mine = new CompletableFuture<>();
    CompletableFuture<T> other = running.putIfAbsent(key, mine);
    if (other != null) {
      return result(other);
    }
    begin(key, work, mine);
    return result(mine);
  }

  private void begin(String key, Supplier<Mono<T>> work, CompletableFuture<T> mine) {
    Mono.defer(work)
        .doFinally(signal -> running.remove(key, mine))
        .subscribe(
            mine::complete,
            mine::completeExceptionally,
            () -> mine.completeExceptionally(new IllegalStateException("the work gave nothing")));
  }

  private static <T> Mono<T> result(CompletableFuture<T> future) {
    // One who goes away must not end the work of the others.
    return Mono.fromFuture(future, true);
  }
}
