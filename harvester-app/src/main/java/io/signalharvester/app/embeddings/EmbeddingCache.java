/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import io.lettuce.core.KeyValue;
import io.lettuce.core.api.StatefulRedisConnection;
import io.signalharvester.app.store.RedisLink;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The one cache of vectors, for all features: 10,000 in memory, and Redis behind them for 7 days
 * (specification, pipelines 5). It only saves work: when Redis is away or slow, it is left alone
 * until the next run.
 */
public final class EmbeddingCache {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingCache.class);
  private static final int IN_MEMORY = 10_000;
  private static final Duration TTL = Duration.ofDays(7);

  /** Longest wait for the answer to one batch. */
  private static final Duration DEADLINE = Duration.ofMillis(500);

  /** Longest wait for the connection, once a run. */
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final VectorMemory memory = new VectorMemory(IN_MEMORY);
  private final Mono<StatefulRedisConnection<String, byte[]>> connection;
  private final AtomicBoolean redis = new AtomicBoolean();
  private final AtomicReference<Consumer<String>> sayOff = new AtomicReference<>(ignored -> {});

  /**
   * Creates the cache; Redis is not used before the first run begins.
   *
   * @param link where Redis is, database 0
   */
  public EmbeddingCache(RedisLink link) {
    connection = link.openBytes().cacheInvalidateIf(opened -> !opened.isOpen());
  }

  /**
   * Connects to Redis, within two seconds, for the run that begins; never an error.
   *
   * @param whenOff is told, at most once in this run, that Redis is not used any longer
   */
  public Mono<Void> beginRun(Consumer<String> whenOff) {
    return Mono.defer(() -> {
      sayOff.set(whenOff);
      redis.set(true);
      return connection.timeout(CONNECT).then().onErrorResume(this::turnOff);
    });
  }

  /** Returns the vectors that are known, by hash. */
  Mono<Map<String, float[]>> find(CacheKind kind, String model, int dims, List<String> hashes) {
    return Mono.defer(() -> {
      Map<String, float[]> found = new HashMap<>();
      Map<String, String> elsewhere = new HashMap<>();
      for (String hash : hashes) {
        String key = kind.key(model, hash);
        float[] vector = memory.get(key);
        if (vector == null) {
          elsewhere.put(key, hash);
        } else {
          found.put(hash, vector);
        }
      }
      if (elsewhere.isEmpty() || !redis.get()) {
        return Mono.just(found);
      }
      return ask(elsewhere.keySet().toArray(String[]::new))
          .doOnNext(values ->
              values.forEach((key, bytes) -> {
                // Whatever else stands there is no vector of ours, and is computed again.
                if (Vectors.isUnit(bytes, dims)) {
                  float[] vector = Vectors.fromBytes(bytes);
                  memory.put(key, vector);
                  found.put(elsewhere.get(key), vector);
                }
              }))
          .thenReturn(found);
    });
  }

  /** Keeps vectors by hash. */
  Mono<Void> keep(CacheKind kind, String model, Map<String, float[]> vectors) {
    return Mono.defer(() -> {
      vectors.forEach((hash, vector) -> memory.put(kind.key(model, hash), vector));
      return redis.get() ? tell(kind, model, vectors) : Mono.empty();
    });
  }

  private Mono<Map<String, byte[]>> ask(String[] keys) {
    return connection
        .flatMapMany(opened -> opened.reactive().mget(keys))
        .filter(KeyValue::hasValue)
        .collectMap(KeyValue::getKey, KeyValue::getValue)
        .timeout(DEADLINE)
        .onErrorResume(error -> turnOff(error).thenReturn(Map.of()));
  }

  private Mono<Void> tell(CacheKind kind, String model, Map<String, float[]> vectors) {
    return connection
        .flatMapMany(opened ->
            Flux.fromIterable(vectors.entrySet())
                .flatMap(entry ->
                    opened
                        .reactive()
                        .setex(
                            kind.key(model, entry.getKey()),
                            TTL.toSeconds(),
                            Vectors.toBytes(entry.getValue()))))
        .then()
        .timeout(DEADLINE)
        .onErrorResume(this::turnOff);
  }

  private Mono<Void> turnOff(Throwable error) {
    return Mono.fromRunnable(() -> {
      if (redis.compareAndSet(true, false)) {
        LOG.warn(
            "Redis does not answer; vectors are cached in memory only in this run: {}",
            error.toString());
        sayOff
            .get()
            .accept("Redis does not answer: vectors are cached in memory only in this run.");
      }
    });
  }
}
