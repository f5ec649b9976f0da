/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.signalharvester.app.cache.Replica.Answer;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.testkit.ManualTime;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.web.ErrorCode;
import io.signalharvester.app.web.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Replicas of the cache on one real Redis. */
@Tag("API-05")
class ResponseCacheTest {

  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private final ManualTime time = new ManualTime(Instant.parse("2026-03-01T12:00:00Z"));

  /** A thread for each request, so that equal requests really run at once. */
  private final Scheduler parallel =
      Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

  private final AtomicInteger loads = new AtomicInteger();
  private final List<AutoCloseable> open = new ArrayList<>();
  private TestRedis redis;
  private volatile Object content = Map.of("items", List.of("first"));

  @BeforeEach
  void startRedis() {
    redis = new TestRedis();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    parallel.dispose();
    redis.close();
  }

  private Replica replica(Clock clock, HandlerFunction<ServerResponse> handler) {
    Replica replica = new Replica(redis, clock, "1", handler);
    open.add(replica);
    return replica;
  }

  private Replica replica() {
    return replica(time, counting(() -> Mono.empty())).awaitRedis();
  }

  private HandlerFunction<ServerResponse> counting(Supplier<Mono<?>> before) {
    return request -> {
      loads.incrementAndGet();
      return before
          .get()
          .then(
              Mono.defer(() ->
                  ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(content)));
    };
  }

  private void pass(Duration duration) {
    time.pause(duration).block();
  }

  private void raise(CacheEvent event) {
    try (RedisLink link = Replica.link(redis)) {
      new CacheGenerations(link, time).raise(event).block(DEADLINE);
    }
  }

  @Test
  void whatOneReplicaLoadedAllReplicasAnswer() {
    Replica one = replica();
    Replica two = replica();

    Answer missed = one.get("?limit=5&min_score=3");
    assertThat(missed.cache()).isEqualTo("MISS");
    // The same request in other words, here and there.
    assertThat(one.get("?minScore=3&limit=5")).isEqualTo(new Answer(200, "HIT", missed.body()));
    assertThat(two.get("?limit=5&minScore=3")).isEqualTo(new Answer(200, "HIT", missed.body()));
    assertThat(loads).hasValue(1);
    assertThat(one.get("?limit=6&minScore=3").cache()).isEqualTo("MISS");
    assertThat(
            two.registry
                .get("harvest_cache_requests")
                .tags("level", "redis", "result", "hit")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aRaisedEventEndsRepliesOnEveryReplicaEmptyOnesToo() {
    content = Map.of("items", List.of());
    Replica one = replica();
    Replica two = replica();
    one.get("");
    assertThat(two.get("").cache()).isEqualTo("HIT");
    content = Map.of("items", List.of("later"));

    // An event that does not concern the class changes nothing.
    raise(CacheEvent.LABEL);
    assertThat(one.get("").cache()).isEqualTo("HIT");

    raise(CacheEvent.FETCH);
    for (Replica replica : List.of(one, two)) {
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> assertThat(replica.get("").body()).contains("later"));
    }
    assertThat(loads).hasValue(2);
    assertThat(
            two.registry
                .get("harvest_cache_invalidations")
                .tags("cache", "discovery", "reason", "fetch")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aLostMessageIsNoticedWithinSeconds() {
    Replica one = replica();
    one.get("");
    RedisClient client = RedisClient.create(redis.url() + "/" + CacheGenerations.DATABASE);
    client.connect().sync().incr("harvest:cache:generation:discovery");
    client.shutdown();

    assertThat(one.get("").cache()).isEqualTo("HIT");
    pass(Generations.KNOWN);
    assertThat(one.get("").cache()).isEqualTo("MISS");
  }

  @Test
  void ofAHundredEqualRequestsOnThreeReplicasOneLoads() {
    AtomicInteger running = new AtomicInteger();
    List<AtomicInteger> perReplica = new ArrayList<>();
    List<Replica> replicas = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      AtomicInteger own = new AtomicInteger();
      perReplica.add(own);
      replicas.add(
          replica(
                  Clock.systemUTC(),
                  counting(() -> {
                    own.incrementAndGet();
                    running.incrementAndGet();
                    return Mono.delay(Duration.ofMillis(300));
                  }))
              .awaitRedis());
    }

    List<Answer> answers =
        Flux.range(0, 300)
            .flatMap(
                i -> Mono.fromCallable(() -> replicas.get(i % 3).get("")).subscribeOn(parallel),
                300)
            .collectList()
            .block(Duration.ofSeconds(60));

    assertThat(answers)
        .hasSize(300)
        .allSatisfy(answer -> assertThat(answer.body()).contains("first"));
    assertThat(perReplica).allSatisfy(own -> assertThat(own).hasValueLessThanOrEqualTo(1));
    assertThat(running).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void aLoadThatHangsHoldsOthersForTwoSecondsOnly() {
    Replica replica =
        replica(Clock.systemUTC(), counting(() -> loads.get() == 1 ? Mono.never() : Mono.empty()))
            .awaitRedis();
    var hanging =
        Mono.fromCallable(() -> replica.get(""))
            .subscribeOn(parallel)
            .subscribe(answer -> {}, error -> {});
    await().atMost(DEADLINE).untilAsserted(() -> assertThat(loads).hasValue(1));

    assertThat(
            Flux.range(0, 50)
                .flatMap(i -> Mono.fromCallable(() -> replica.get("")).subscribeOn(parallel), 50)
                .collectList()
                .block(DEADLINE))
        .allSatisfy(answer -> assertThat(answer.body()).contains("first"));
    assertThat(loads).hasValue(2);
    hanging.dispose();
  }

  @Test
  void anOldReplyIsServedWhileOneRequestRefreshesIt() {
    Replica one = replica();
    one.get("");
    content = Map.of("items", List.of("second"));

    pass(Duration.ofSeconds(3599));
    assertThat(one.get("").cache()).isEqualTo("HIT");
    pass(Duration.ofSeconds(2));
    Answer stale = one.get("");
    assertThat(stale.cache()).isEqualTo("STALE");
    assertThat(stale.body()).contains("first");
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () -> assertThat(one.get("").body()).as("after the refresh").contains("second"));
    assertThat(one.get("").cache()).isEqualTo("HIT");
    assertThat(loads).hasValue(2);

    pass(Duration.ofSeconds(7201));
    assertThat(one.get("").cache()).isEqualTo("MISS");
  }

  @Test
  void withoutRedisTheProcessServesFromMemoryAndComesBack() {
    Replica one = replica();
    Replica two = replica();
    redis.stop();

    assertThat(one.get("").cache()).isEqualTo("MISS");
    assertThat(one.get("").cache()).isEqualTo("HIT");
    assertThat(two.get("").cache()).isEqualTo("MISS");
    assertThat(one.usesRedis()).isFalse();
    pass(MemoryLevel.KEPT);
    assertThat(one.get("").cache()).isEqualTo("MISS");

    redis.start();
    one.awaitRedis();
    two.awaitRedis();
    one.get("?back");
    assertThat(two.get("?back").cache()).isEqualTo("HIT");
  }

  @Test
  void aRedisThatDoesNotAnswerIsLeftAlone() {
    Replica one = replica();
    one.get("");
    RedisClient client = RedisClient.create(redis.url());
    client.connect().sync().clientPause(4000);
    client.shutdown();

    assertThat(one.get("?other").status()).isEqualTo(200);
    assertThat(one.usesRedis()).isFalse();
    one.awaitRedis();
  }

  @Test
  void absencesAreKeptForAMinuteAndErrorsNotAtAll() {
    List<ErrorCode> codes = List.of(ErrorCode.TIMEOUT, ErrorCode.RESOURCE_NOT_FOUND);
    Replica one =
        replica(
                time,
                request ->
                    Mono.error(
                        new ProblemException(
                            codes.get(Math.min(1, loads.getAndIncrement())), "Not this one.")))
            .awaitRedis();

    assertThat(one.get("").status()).isEqualTo(504);
    Answer absent = one.get("");
    assertThat(absent.status()).isEqualTo(404);
    assertThat(absent.cache()).isEqualTo("MISS");
    assertThat(absent.body()).contains("Not this one.");
    pass(Duration.ofSeconds(25));
    assertThat(one.get("").cache()).isEqualTo("HIT");
    pass(Duration.ofSeconds(34));
    assertThat(one.get("").cache()).isEqualTo("HIT");
    pass(Duration.ofSeconds(2));
    assertThat(one.get("").cache()).isEqualTo("STALE");
  }

  @Test
  void versionsDoNotReadEachOthersReplies() {
    Replica one = replica();
    one.get("");
    try (Replica newer = new Replica(redis, time, "2", counting(() -> Mono.empty())).awaitRedis()) {
      assertThat(newer.get("").cache()).isEqualTo("MISS");
    }
  }

  @Test
  void aLockIsGivenBackByItsHolderOnly() {
    try (RedisLink link = Replica.link(redis);
        RedisSession session = new RedisSession(link, Schedulers.parallel(), raised -> {})) {
      session.start();
      await().atMost(DEADLINE).until(session::isOpen);
      RedisLevel level = new RedisLevel(session, time);

      assertThat(level.lock("k", "mine").block()).isEqualTo(RedisLevel.Lock.TAKEN);
      level.unlock("k", "another").block();
      assertThat(level.lock("k", "another").block()).isEqualTo(RedisLevel.Lock.BUSY);
      level.unlock("k", "mine").block();
      assertThat(level.lock("k", "another").block()).isEqualTo(RedisLevel.Lock.TAKEN);
    }
  }
}
