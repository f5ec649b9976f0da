/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.signalharvester.app.web.CacheClass;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The first level: at most 1,000 replies and 32 MiB in this process, each for at most 30 s. */
final class MemoryLevel {

  static final Duration KEPT = Duration.ofSeconds(30);

  private static final int MOST_REPLIES = 1000;
  private static final int MOST_BYTES = 32 << 20;

  private final Clock clock;
  private final Cache<String, Entry> entries;

  private record Entry(CacheClass type, CachedReply reply, Instant since) {}

  MemoryLevel(Clock clock) {
    this.clock = clock;
    // Weighing a small reply as a thousandth of the room bounds bytes and number by one figure.
    entries =
        Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((String key, Entry entry) ->
                Math.max(entry.reply().weight(), MOST_BYTES / MOST_REPLIES))
            .expireAfterWrite(KEPT)
            .executor(Runnable::run)
            .build();
  }

  @Nullable CachedReply get(String key) {
    Entry entry = entries.getIfPresent(key);
    if (entry == null) {
      return null;
    }
    Instant now = clock.instant();
    Duration age = Duration.between(entry.since(), now);
    return age.isNegative() || age.compareTo(KEPT) >= 0 || !entry.reply().isUsable(now)
        ? null
        : entry.reply();
  }

  void put(CacheClass type, String key, CachedReply reply) {
    entries.put(key, new Entry(type, reply, clock.instant()));
  }

  /** Forgets a class. */
  void clear(CacheClass type) {
    entries.asMap().values().removeIf(entry -> entry.type() == type);
  }

  long replies(CacheClass type) {
    return entries.asMap().values().stream().filter(entry -> entry.type() == type).count();
  }

  long bytes(CacheClass type) {
    return entries.asMap().values().stream()
        .filter(entry -> entry.type() == type)
        .mapToLong(entry -> entry.reply().weight())
        .sum();
  }
}
