/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.signalharvester.app.embeddings.EmbeddingFixture.Watched;
import io.signalharvester.app.testkit.TestRedis;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On a real Redis of its own, which is stopped and paused. */
class EmbeddingCacheTest {

  private final TestRedis redis = new TestRedis();
  private final EmbeddingFixture fixture = new EmbeddingFixture(redis.url());
  private final Watched model = new Watched("m1");
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private boolean running = true;

  @AfterEach
  void close() {
    fixture.close();
    stop();
  }

  private void stop() {
    if (running) {
      redis.stop();
      running = false;
    }
  }

  private TextVectors newProcess() {
    EmbeddingCache cache = fixture.newCache();
    cache.beginRun(said::add).block();
    return new TextVectors(model, cache, fixture.computing);
  }

  private List<float[]> vectors(TextVectors vectors, CacheKind kind, String... texts) {
    return Objects.requireNonNull(
        vectors.of(kind, List.of(texts).stream().map(HashedText::of).toList()).block());
  }

  @Test
  @Tag("PIPE-11")
  void aVectorIsComputedOnceAndThenComesFromMemoryOrFromRedisOfAnotherProcess() {
    TextVectors first = newProcess();
    List<float[]> made = vectors(first, CacheKind.ARTIFACT, "one", "two", "one");
    assertThat(model.seen).containsExactlyInAnyOrder("one", "two");
    assertThat(made.get(0)).isEqualTo(made.get(2)).isNotEqualTo(made.get(1));

    assertThat(vectors(first, CacheKind.ARTIFACT, "two").getFirst()).isEqualTo(made.get(1));
    assertThat(vectors(newProcess(), CacheKind.ARTIFACT, "two", "one"))
        .containsExactly(made.get(1), made.get(0));
    assertThat(model.seen).hasSize(2);
    assertThat(said).isEmpty();
  }

  @Test
  void redisHoldsTheBytesUnderKindModelAndHashForSevenDays() {
    float[] vector = vectors(newProcess(), CacheKind.NAME, "Ada").getFirst();

    withRedis(connection -> {
      String key = "name:m1:" + TextHash.of("Ada");
      assertThat(key).matches("name:m1:[0-9a-f]{32}");
      assertThat(connection.sync().get(key)).isEqualTo(Vectors.toBytes(vector));
      assertThat(connection.sync().ttl(key)).isBetween(7 * 86_400L - 60, 7 * 86_400L);
    });
    vectors(newProcess(), CacheKind.AFFILIATION, "Ada");
    assertThat(model.seen).as("kinds are apart").hasSize(2);
  }

  @Test
  void whatIsNoVectorInRedisIsComputedAgain() {
    withRedis(connection -> {
      connection.sync().set("art:m1:" + TextHash.of("short"), new byte[] {1, 2, 3, 4});
      connection.sync().set("art:m1:" + TextHash.of("zero"), new byte[4 * 384]);
    });

    List<float[]> made = vectors(newProcess(), CacheKind.ARTIFACT, "short", "zero");

    assertThat(made).containsExactlyElementsOf(new HashEmbedder().embed(List.of("short", "zero")));
  }

  @Test
  void withoutRedisAllWorksAndItIsSaidOncePerRun() {
    stop();
    EmbeddingCache cache = fixture.newCache();
    TextVectors vectors = new TextVectors(model, cache, fixture.computing);

    for (int run = 1; run <= 2; run++) {
      cache.beginRun(said::add).block();
      assertThat(vectors(vectors, CacheKind.TEXT, "a" + run, "b" + run)).hasSize(2);
      assertThat(vectors(vectors, CacheKind.TEXT, "c" + run)).hasSize(1);
      assertThat(said).hasSize(run).last().asString().contains("Redis does not answer");
    }
    assertThat(vectors(vectors, CacheKind.TEXT, "a1")).hasSize(1);
    assertThat(model.seen).as("memory still holds").hasSize(6);
  }

  @Test
  void redisThatGoesAwayOrStandsStillIsLeftAloneAfterOneDeadline() {
    TextVectors vectors = newProcess();
    vectors(vectors, CacheKind.TEXT, "before");
    withRedis(connection -> connection.sync().clientPause(60_000));

    assertThat(vectors(vectors, CacheKind.TEXT, "x", "before")).hasSize(2);
    assertThat(said).hasSize(1);
    for (int i = 0; i < 50; i++) {
      vectors(vectors, CacheKind.TEXT, "more " + i);
    }
    assertThat(said).hasSize(1);
  }

  @Test
  void memoryDropsTheOldestTenthWhenItIsFull() {
    VectorMemory memory = new VectorMemory(100);
    for (int i = 0; i < 100; i++) {
      memory.put("k" + i, new float[] {i});
    }
    memory.put("k0", new float[] {1000});
    assertThat(memory.size()).isEqualTo(100);

    memory.put("k100", new float[] {100});

    assertThat(memory.size()).isEqualTo(91);
    assertThat(memory.get("k9")).isNull();
    assertThat(memory.get("k10")).containsExactly(10);
    assertThat(memory.get("k100")).containsExactly(100);
  }

  private interface Use {
    void of(StatefulRedisConnection<String, byte[]> connection);
  }

  private void withRedis(Use use) {
    RedisClient client = RedisClient.create(redis.url());
    try (var connection =
        client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE))) {
      use.of(connection);
    } finally {
      client.shutdown();
    }
  }
}
