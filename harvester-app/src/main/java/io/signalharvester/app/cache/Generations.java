/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import io.signalharvester.app.web.CacheClass;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * The generations as this replica knows them: by message, and read again when the last reading is
 * older than 3 s, because messages can be lost.
 */
final class Generations {

  static final Duration KNOWN = Duration.ofSeconds(3);

  private final RedisSession redis;
  private final Clock clock;
  private final Map<CacheClass, Known> known = new ConcurrentHashMap<>();

  private record Known(long generation, Instant at) {}

  Generations(RedisSession redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /** Returns the class's generation, or the last known one when Redis cannot be used. */
  Mono<Long> current(CacheClass type) {
    Instant now = clock.instant();
    Known last = known.get(type);
    if (last != null && isRecent(last, now)) {
      return Mono.just(last.generation());
    }
    long otherwise = last == null ? 0 : last.generation();
    return redis
        .run(commands -> Generation.read(commands, type, clock))
        .doOnNext(generation -> learn(type, generation, now))
        .onErrorReturn(otherwise);
  }

  /** Takes a generation from a message. */
  void learn(Raised raised) {
    learn(raised.type(), raised.generation(), clock.instant());
  }

  private void learn(CacheClass type, long generation, Instant at) {
    // A reading can be overtaken by a message; generations only rise.
    known.merge(
        type,
        new Known(generation, at),
        (old, read) -> old.generation() > read.generation() ? old : read);
  }

  private static boolean isRecent(Known last, Instant now) {
    Duration age = Duration.between(last.at(), now);
    return !age.isNegative() && age.compareTo(KNOWN) < 0;
  }
}
