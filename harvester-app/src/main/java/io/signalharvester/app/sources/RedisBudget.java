/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import io.signalharvester.app.store.RedisLink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A budget that all replicas share through Redis: one script looks at all windows and takes from
 * all of them or none, by the clock of the server. While Redis is away each replica keeps to its
 * share by itself, so that together they still stay within the limits.
 */
public final class RedisBudget implements SourceBudget {

  private static final Logger LOG = LoggerFactory.getLogger(RedisBudget.class);

  // KEYS: the mark of a closed source, then one hash a window. ARGV: limit and length in ms of
  // each.
  // Gives: 0 granted, 1 window used up, 2 closed; ms to wait; then start and use of each window.
  private static final String TAKE =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local closed = redis.call('PTTL', KEYS[1])
      if closed > 0 then
        return {2, closed}
      end
      local wait = 0
      local starts = {}
      local used = {}
      for i = 2, #KEYS do
        local limit = tonumber(ARGV[2 * i - 3])
        local period = tonumber(ARGV[2 * i - 2])
        local kept = redis.call('HMGET', KEYS[i], 'start', 'used')
        starts[i] = tonumber(kept[1] or '') or now
        used[i] = tonumber(kept[2] or '') or 0
        if now < starts[i] or now >= starts[i] + period then
          starts[i] = now
          used[i] = 0
        end
        if used[i] >= limit then
          wait = math.max(wait, starts[i] + period - now)
        end
      end
      local reply = {wait > 0 and 1 or 0, wait}
      for i = 2, #KEYS do
        if wait == 0 then
          used[i] = used[i] + 1
          redis.call('HSET', KEYS[i], 'start', string.format('%.0f', starts[i]), 'used', used[i])
          redis.call('PEXPIRE', KEYS[i], ARGV[2 * i - 2])
        end
        reply[#reply + 1] = starts[i]
        reply[#reply + 1] = used[i]
      end
      return reply
      """;

  // A shorter pause never ends a longer one.
  private static final String CLOSE =
      """
      if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then
        redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
      end
      return {0}
      """;

  private final String source;
  private final List<BudgetWindow> windows;
  private final RedisLink redis;
  private final LocalBudget share;
  private final int replicas;
  private final List<String> keys = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final AtomicBoolean away = new AtomicBoolean();
  private volatile List<BudgetUse> uses = List.of();

  /**
   * Creates the budget; Redis is asked at the first call.
   *
   * @param source name of the source
   * @param windows its windows, at least one, with different names
   * @param redis where the counters are
   * @param replicas by how many processes the limits are divided while Redis is away, at least 1
   * @param clock the present, for that time alone
   */
  public RedisBudget(
      String source, List<BudgetWindow> windows, RedisLink redis, int replicas, Clock clock) {
    this.source = source;
    this.windows = List.copyOf(windows);
    this.redis = redis;
    this.replicas = replicas;
    this.share =
        new LocalBudget(
            source, windows.stream().map(window -> window.share(replicas)).toList(), clock);
    // The braces keep all keys of a source together on one node of a Redis cluster.
    String prefix = "harvest:budget:{" + source + "}:";
    keys.add(prefix + "closed");
    for (BudgetWindow window : this.windows) {
      keys.add(prefix + window.name());
      arguments.add(Long.toString(window.limit()));
      arguments.add(Long.toString(window.period().toMillis()));
    }
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public Mono<Grant> take() {
    return redis
        .numbers(TAKE, keys, arguments)
        .map(this::read)
        .onErrorResume(error -> {
          say(error);
          return share.take();
        });
  }

  private Grant read(List<Long> reply) {
    if (reply.get(0) == 2) {
      return new Grant.Refused(Duration.ofMillis(reply.get(1)), true);
    }
    List<BudgetUse> seen = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      Instant start = Instant.ofEpochMilli(reply.get(2 + 2 * i));
      seen.add(new BudgetUse(windows.get(i), start, reply.get(3 + 2 * i)));
    }
    uses = List.copyOf(seen);
    if (reply.get(0) == 1) {
      return new Grant.Refused(Duration.ofMillis(reply.get(1)), false);
    }
    // Counted here too: should Redis go away, this replica has used a part of its share already.
    share.count();
    return new Grant.Granted();
  }

  @Override
  public Mono<Void> close(Duration duration) {
    long millis = Math.max(1, duration.toMillis());
    return share
        .close(duration)
        .then(redis.numbers(CLOSE, List.of(keys.getFirst()), List.of(Long.toString(millis))))
        .then()
        .onErrorResume(error -> {
          say(error);
          return Mono.empty();
        });
  }

  private void say(Throwable error) {
    if (!away.getAndSet(true)) {
      LOG.warn("The budget of {} is not shared, Redis is away: {}", source, error.toString());
    }
  }

  @Override
  public List<BudgetUse> uses() {
    return away.get() && uses.isEmpty() ? share.uses() : uses;
  }

  @Override
  public @Nullable String trouble() {
    return away.get()
        ? source
            + ": Redis was away, so this process kept to one of "
            + replicas
            + " shares of the budget (sources.replicas)"
        : null;
  }
}
