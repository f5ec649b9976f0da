/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** The second level, which all replicas share, and its locks. */
final class RedisLevel {

  /** A lock ends by itself after this time. */
  static final Duration LEASE = Duration.ofSeconds(5);

  private static final String RELEASE =
      "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end";

  private final RedisSession redis;
  private final Clock clock;

  /** What became of an attempt to lock. */
  enum Lock {
    /** It is ours. */
    TAKEN,
    /** Another replica has it. */
    BUSY,
    /** There is no Redis. */
    AWAY
  }

  RedisLevel(RedisSession redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /** Reads a reply that may still be served; empty when there is none, or no Redis. */
  Mono<CachedReply> get(String key) {
    return redis
        .run(commands -> commands.get(key))
        .map(ReplyForm::read)
        .filter(reply -> reply.isUsable(clock.instant()))
        .onErrorResume(RedisSession.RedisAwayException.class, away -> Mono.empty())
        .onErrorResume(UncheckedIOException.class, broken -> Mono.empty());
  }

  /** Keeps a reply as long as it may be served. */
  Mono<Void> put(String key, CachedReply reply) {
    long left = Duration.between(clock.instant(), reply.staleUntil()).toMillis();
    return left <= 0
        ? Mono.empty()
        : redis
            .run(commands -> commands.set(key, ReplyForm.write(reply), SetArgs.Builder.px(left)))
            .onErrorComplete(RedisSession.RedisAwayException.class)
            .then();
  }

  Mono<Lock> lock(String key, String token) {
    return redis
        .run(commands ->
            commands.set(lockOf(key), bytes(token), SetArgs.Builder.nx().px(LEASE.toMillis())))
        .map(ok -> Lock.TAKEN)
        .defaultIfEmpty(Lock.BUSY)
        .onErrorReturn(RedisSession.RedisAwayException.class, Lock.AWAY);
  }

  /** Gives a lock back, unless it ended meanwhile and is another's. */
  Mono<Void> unlock(String key, String token) {
    return redis
        .run(commands ->
            commands
                .<Long>eval(
                    RELEASE, ScriptOutputType.INTEGER, new String[] {lockOf(key)}, bytes(token))
                .next())
        .onErrorComplete(RedisSession.RedisAwayException.class)
        .then();
  }

  private static String lockOf(String key) {
    return key + ":lock";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
