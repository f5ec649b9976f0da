/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import io.lettuce.core.SetArgs;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.signalharvester.app.web.CacheClass;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import reactor.core.publisher.Mono;

/**
 * The number in Redis that stands in every key of a class; raising it makes the entries before
 * unreachable. Its first value is the present in milliseconds, so that a number that Redis lost
 * (restarted or full) does not come back to one under which old entries may still stand.
 */
final class Generation {

  private Generation() {}

  private static String key(CacheClass type) {
    return "harvest:cache:generation:" + type.label();
  }

  static Mono<Long> read(
      RedisReactiveCommands<String, byte[]> redis, CacheClass type, Clock clock) {
    return redis
        .get(key(type))
        .switchIfEmpty(begin(redis, type, clock).then(redis.get(key(type))))
        .map(bytes -> Long.parseLong(new String(bytes, StandardCharsets.UTF_8)));
  }

  static Mono<Long> raise(
      RedisReactiveCommands<String, byte[]> redis, CacheClass type, Clock clock) {
    return begin(redis, type, clock).then(redis.incr(key(type)));
  }

  private static Mono<Void> begin(
      RedisReactiveCommands<String, byte[]> redis, CacheClass type, Clock clock) {
    return Mono.defer(() ->
            redis.set(
                key(type),
                Long.toString(clock.millis()).getBytes(StandardCharsets.UTF_8),
                SetArgs.Builder.nx()))
        .then();
  }
}
