/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;

/**
 * When a source that fails is left alone: half of the last 20 calls failed, counted from 10 calls
 * on; after 60 s three calls probe it (specification, sources 1).
 */
final class SourceCircuit {

  private SourceCircuit() {}

  static CircuitBreaker of(String source, Clock clock) {
    return CircuitBreaker.of(
        source,
        CircuitBreakerConfig.custom()
            .slidingWindowType(SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(20)
            // Calls end at the same time on threads that must not wait for each other.
            .slidingWindowSynchronizationStrategy(SlidingWindowSynchronizationStrategy.LOCK_FREE)
            .minimumNumberOfCalls(10)
            .failureRateThreshold(50)
            .waitDurationInOpenState(Duration.ofSeconds(60))
            .permittedNumberOfCallsInHalfOpenState(3)
            // A call may wait for its turn; that is no fault of the source.
            .slowCallDurationThreshold(Duration.ofDays(1))
            .ignoreException(
                error -> !(error instanceof SourceFault fault && fault.isFailureOfTheSource()))
            .clock(clock)
            .build());
  }
}
