/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.RedisSettings;
import io.signalharvester.app.sources.SourceBudget.Grant;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.testkit.ManualTime;
import io.signalharvester.app.testkit.NonBlocking;
import io.signalharvester.app.testkit.TestRedis;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class RedisBudgetTest {

  static {
    NonBlocking.watch();
  }

  private final String source = "s" + UUID.randomUUID();
  private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final RedisLink one = link(TestRedis.shared());
  private final RedisLink two = link(TestRedis.shared());

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  private static RedisLink link(TestRedis redis) {
    return new RedisLink(new RedisSettings("localhost", URI.create(redis.url()).getPort(), null));
  }

  private RedisBudget budget(RedisLink link, BudgetWindow... windows) {
    return new RedisBudget(source, List.of(windows), link, 2, time);
  }

  @Test
  @Tag("SRC-08")
  void replicasTogetherNeverGetMoreThanTheBudget() {
    List<RedisBudget> replicas =
        List.of(budget(one, BudgetWindow.day(50)), budget(two, BudgetWindow.day(50)));

    Long granted =
        Flux.range(0, 200)
            .flatMap(call -> replicas.get(call % 2).take(), 16)
            .filter(grant -> grant instanceof Grant.Granted)
            .count()
            .block(Duration.ofSeconds(20));

    assertThat(granted).isEqualTo(50);
    Grant refused = replicas.getFirst().take().block();
    assertThat(((Grant.Refused) refused).after())
        .isBetween(Duration.ofHours(23), Duration.ofDays(1));
    assertThat(replicas.getFirst().uses())
        .singleElement()
        .satisfies(use -> {
          assertThat(use.used()).isEqualTo(50);
          assertThat(use.remaining()).isZero();
        });
    assertThat(replicas.getFirst().trouble()).isNull();
  }

  @Test
  @Tag("SRC-02")
  void replicasTogetherKeepTheirDistance() {
    Duration spacing = Duration.ofMillis(150);
    List<RedisBudget> replicas =
        List.of(
            budget(one, BudgetWindow.spacing(spacing)), budget(two, BudgetWindow.spacing(spacing)));
    // By the clock of Redis, which alone says when a window began.
    ConcurrentSkipListSet<Instant> starts = new ConcurrentSkipListSet<>();

    Flux.range(0, 8)
        .flatMap(call -> granted(replicas.get(call % 2), starts), 8)
        .blockLast(Duration.ofSeconds(20));

    List<Instant> ordered = List.copyOf(starts);
    assertThat(ordered).hasSize(8);
    for (int i = 1; i < ordered.size(); i++) {
      assertThat(Duration.between(ordered.get(i - 1), ordered.get(i)))
          .isGreaterThanOrEqualTo(spacing);
    }
  }

  private static Mono<Void> granted(RedisBudget budget, ConcurrentSkipListSet<Instant> starts) {
    return budget
        .take()
        .flatMap(grant ->
            switch (grant) {
              case Grant.Granted ignored ->
                  Mono.fromRunnable(() -> starts.add(budget.uses().getFirst().start()));
              case Grant.Refused refused ->
                  Mono.delay(refused.after()).then(Mono.defer(() -> granted(budget, starts)));
            });
  }

  @Test
  void aSourceThatAskedForAPauseIsClosedForAllReplicas() {
    RedisBudget first = budget(one, BudgetWindow.day(50));
    RedisBudget second = budget(two, BudgetWindow.day(50));

    first.close(Duration.ofHours(1)).block();
    first.close(Duration.ofSeconds(1)).block();

    Grant refused = second.take().block();
    assertThat(((Grant.Refused) refused).bySource()).isTrue();
    assertThat(((Grant.Refused) refused).after())
        .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
  }

  @Test
  @Tag("SRC-08")
  void withoutRedisEachReplicaKeepsToItsShareAndSaysSo() {
    try (TestRedis redis = new TestRedis()) {
      RedisLink link = link(redis);
      RedisBudget budget = budget(link, BudgetWindow.day(10));
      assertThat(budget.take().block()).isEqualTo(new Grant.Granted());
      redis.stop();

      int granted = 0;
      while (budget.take().block() instanceof Grant.Granted) {
        granted++;
      }

      // Half of ten is its share, and one of it was used before.
      assertThat(granted).isEqualTo(4);
      assertThat(budget.trouble()).contains("Redis was away", "sources.replicas");
      redis.start();
      assertThat(budget.take().block()).isEqualTo(new Grant.Granted());
      link.close();
    }
  }
}
