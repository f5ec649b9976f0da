/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Waits without blocking. Tests put a clock of their own behind it. */
@FunctionalInterface
public interface Pauses {

  /** Completes after the duration. */
  Mono<Void> pause(Duration duration);

  /** Returns pauses in real time. */
  static Pauses real() {
    return duration ->
        duration.isZero() || duration.isNegative() ? Mono.empty() : Mono.delay(duration).then();
  }
}
