/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * A check whose result is kept for 2 s and shared, so that probes cannot overload a store, and that
 * has a verdict after 2 s at the latest.
 */
final class CachedCheck {

  static final Duration KEPT = Duration.ofSeconds(2);
  static final Duration DEADLINE = Duration.ofSeconds(2);

  private final Mono<Result> cached;

  /**
   * What a check gave.
   *
   * @param name of the check
   * @param finding what it found
   * @param at when it started
   * @param took how long it took
   */
  record Result(String name, Finding finding, Instant at, Duration took) {}

  /**
   * Creates a check.
   *
   * @param name shown to probes
   * @param check looks at the component
   * @param onFailure what it means when the check fails or is too slow
   * @param clock the present
   */
  CachedCheck(
      String name, Mono<Finding> check, Function<Throwable, Finding> onFailure, Clock clock) {
    cached =
        Mono.defer(
                () -> {
                  Instant start = clock.instant();
                  return check
                      .timeout(DEADLINE)
                      .onErrorResume(error -> Mono.just(onFailure.apply(error)))
                      .map(finding ->
                          new Result(
                              name, finding, start, Duration.between(start, clock.instant())));
                })
            .cache(KEPT);
  }

  Mono<Result> result() {
    return cached;
  }
}
