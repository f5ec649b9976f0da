/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import io.signalharvester.app.cache.CacheWatch.Level;
import io.signalharvester.app.cache.CacheWatch.Result;
import io.signalharvester.app.cache.RedisLevel.Lock;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.web.CacheClass;
import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.ResponseCaching;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers from two levels, this process and Redis, before a handler is asked (specification,
 * http-api 1.5). Of many equal requests one asks it: one in a replica, and among replicas the one
 * that holds a lock in Redis. A reply is at most as old as its class allows, twice that while it is
 * refreshed; a number in it that changes with time is that of the moment at which it was loaded.
 */
public final class ResponseCache implements ResponseCaching, AutoCloseable {

  /** Header that says where a reply came from: HIT, MISS or STALE. */
  public static final String HEADER = "X-Cache";

  private static final Duration POLL = Duration.ofMillis(40);

  /** Larger replies are not kept. */
  private static final int MOST_BYTES = 1 << 20;

  private final MemoryLevel memory;
  private final RedisSession session;
  private final RedisLevel redis;
  private final Generations generations;
  private final CacheKeys keys;
  private final KeptReplies replies;
  private final CacheWatch watch;
  private final Clock clock;
  private final Scheduler work;
  private final Flights<Served> flights = new Flights<>();

  /**
   * A reply and where it came from.
   *
   * @param reply the reply
   * @param result what X-Cache says
   * @param level where it was found
   */
  private record Served(CachedReply reply, Result result, Level level) {}

  /**
   * One request in the cache.
   *
   * @param type its class
   * @param key its key
   * @param load asks the handler
   */
  private record Wanted(CacheClass type, String key, Supplier<Mono<CachedReply>> load) {}

  /**
   * Creates the cache; {@link #start} connects it to Redis.
   *
   * @param link to the logical database {@link CacheGenerations#DATABASE}
   * @param version version of this program
   * @param source names the database that replies are made from
   * @param codecs write bodies
   * @param json reads short bodies, to see empty lists
   * @param watch is told what happens
   * @param clock the present
   * @param random numbers from 0 up to 1, for the jitter of lifetimes
   * @param work runs handlers and hashing, so that connections to Redis are not held up
   */
  public ResponseCache(
      RedisLink link,
      String version,
      String source,
      ServerCodecConfigurer codecs,
      JsonMapper json,
      CacheWatch watch,
      Clock clock,
      DoubleSupplier random,
      Scheduler work) {
    this.memory = new MemoryLevel(clock);
    this.session = new RedisSession(link, work, this::raised);
    this.redis = new RedisLevel(session, clock);
    this.generations = new Generations(session, clock);
    this.keys = new CacheKeys(version, source);
    this.replies =
        new KeptReplies(new HandlerCall(codecs), new Lifetimes(json, random), watch, clock, work);
    this.watch = watch;
    this.clock = clock;
    this.work = work;
    watch.bind(this::usesRedis, memory::replies, memory::bytes);
  }

  /** Connects to Redis, now and whenever the connection was lost. */
  public void start() {
    session.start();
  }

  /** Returns whether replies are shared with other replicas at the moment. */
  public boolean usesRedis() {
    return session.isOpen();
  }

  @Override
  public HandlerFunction<ServerResponse> before(Endpoint endpoint, CacheClass type) {
    // Every caller who passes the gate may read the same today, so the kind of access is the scope.
    String scopes = endpoint.access().name();
    return request ->
        generations
            .current(type)
            .map(generation ->
                new Wanted(
                    type,
                    keys.of(type, generation, request.path(), request.queryParams(), scopes),
                    () -> replies.load(type, endpoint.handler(), request)))
            .flatMap(this::serve)
            .flatMap(served -> answer(served, type, request));
  }

  private Mono<Served> serve(Wanted wanted) {
    Served held = held(wanted);
    return held != null
        ? Mono.just(held)
        : flights.join(wanted.key(), () -> fetch(wanted), () -> loadUnlessHeld(wanted));
  }

  private @Nullable Served held(Wanted wanted) {
    CachedReply reply = memory.get(wanted.key());
    return reply == null ? null : found(wanted, reply, Level.MEMORY);
  }

  private Served found(Wanted wanted, CachedReply reply, Level level) {
    if (reply.isFresh(clock.instant())) {
      return new Served(reply, Result.HIT, level);
    }
    flights.begin("refresh " + wanted.key(), () -> refresh(wanted));
    return new Served(reply, Result.STALE, level);
  }

  private Mono<Served> fetch(Wanted wanted) {
    // Between the look before and this one another request may have ended its work.
    Served held = held(wanted);
    return held != null
        ? Mono.just(held)
        : inRedis(wanted).switchIfEmpty(Mono.defer(() -> loadAlone(wanted)));
  }

  /** Of many who waited in vain, only the first finds nothing. */
  private Mono<Served> loadUnlessHeld(Wanted wanted) {
    Served held = held(wanted);
    return held != null ? Mono.just(held) : loadAndKeep(wanted);
  }

  private Mono<Served> inRedis(Wanted wanted) {
    return redis
        .get(wanted.key())
        .map(reply -> {
          memory.put(wanted.type(), wanted.key(), reply);
          return found(wanted, reply, Level.REDIS);
        });
  }

  private Mono<Served> loadAlone(Wanted wanted) {
    String token = token();
    return redis
        .lock(wanted.key(), token)
        .flatMap(lock ->
            switch (lock) {
              case AWAY -> loadAndKeep(wanted);
              // The one who held the lock before may have ended between our reading and our lock.
              case TAKEN ->
                  inRedis(wanted)
                      .switchIfEmpty(Mono.defer(() -> loadAndKeep(wanted)))
                      .flatMap(served -> unlocked(wanted, token).thenReturn(served))
                      .onErrorResume(error -> unlocked(wanted, token).then(Mono.error(error)));
              case BUSY -> waitForOther(wanted);
            });
  }

  private Mono<Void> unlocked(Wanted wanted, String token) {
    return redis.unlock(wanted.key(), token);
  }

  private Mono<Served> waitForOther(Wanted wanted) {
    return Mono.defer(() -> inRedis(wanted))
        .repeatWhenEmpty(empties -> empties.delayElements(POLL))
        .timeout(Flights.PATIENCE, Mono.empty())
        .switchIfEmpty(Mono.defer(() -> loadAndKeep(wanted)));
  }

  /**
   * Brings a stale reply up to date. Only the holder of the lock does; one that fails keeps the
   * lock until it ends by itself, so that a broken store is not asked by every request.
   */
  private Mono<Served> refresh(Wanted wanted) {
    String token = token();
    Mono<Served> alone =
        redis
            .lock(wanted.key(), token)
            .filter(lock -> lock != Lock.BUSY)
            .flatMap(lock -> loadAndKeep(wanted))
            .flatMap(served -> unlocked(wanted, token).thenReturn(served));
    return redis
        .get(wanted.key())
        .filter(reply -> reply.isFresh(clock.instant()))
        .map(reply -> {
          memory.put(wanted.type(), wanted.key(), reply);
          return new Served(reply, Result.HIT, Level.REDIS);
        })
        .switchIfEmpty(alone);
  }

  private Mono<Served> loadAndKeep(Wanted wanted) {
    return wanted
        .load()
        .get()
        .flatMap(reply -> keep(wanted, reply).thenReturn(reply))
        .map(reply -> new Served(reply, Result.MISS, level()))
        .subscribeOn(work);
  }

  private Mono<Void> keep(Wanted wanted, CachedReply reply) {
    if (!reply.isUsable(clock.instant()) || reply.body().length > MOST_BYTES) {
      return Mono.empty();
    }
    memory.put(wanted.type(), wanted.key(), reply);
    return redis.put(wanted.key(), reply);
  }

  private Level level() {
    return usesRedis() ? Level.REDIS : Level.MEMORY;
  }

  private Mono<ServerResponse> answer(Served served, CacheClass type, ServerRequest request) {
    watch.served(type, served.level(), served.result());
    HttpHeaders headers = request.exchange().getResponse().getHeaders();
    headers.set(HEADER, served.result().name());
    return KeptReplies.said(served.reply(), headers);
  }

  private void raised(Raised raised) {
    generations.learn(raised);
    memory.clear(raised.type());
    watch.invalidated(raised.type(), raised.event().label());
  }

  private static String token() {
    // Tells holders of a lock apart; it guards nothing, so a source that never blocks is right.
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  @Override
  public void close() {
    session.close();
  }
}
