/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.signalharvester.app.telemetry.Metric;
import io.signalharvester.app.web.CacheClass;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import reactor.core.publisher.Mono;

/** The metrics of the cache. */
public final class CacheWatch {

  private final MeterRegistry registry;

  /** Where a reply was found. */
  enum Level {
    /** In this process. */
    MEMORY,
    /** In Redis. */
    REDIS
  }

  /** What X-Cache says. */
  enum Result {
    /** From the cache, fresh. */
    HIT,
    /** From the handler. */
    MISS,
    /** From the cache, past its time. */
    STALE
  }

  /**
   * Creates the metrics.
   *
   * @param registry keeps them
   */
  public CacheWatch(MeterRegistry registry) {
    this.registry = registry;
  }

  void bind(
      BooleanSupplier usesRedis,
      ToLongFunction<CacheClass> items,
      ToLongFunction<CacheClass> bytes) {
    Gauge.builder(Metric.REDIS_UP.meter(), () -> usesRedis.getAsBoolean() ? 1 : 0)
        .register(registry);
    for (CacheClass type : CacheClass.values()) {
      Gauge.builder(Metric.CACHE_ITEMS.meter(), () -> items.applyAsLong(type))
          .tags("cache", type.label(), "level", label(Level.MEMORY))
          .register(registry);
      Gauge.builder(Metric.CACHE_BYTES.meter(), () -> bytes.applyAsLong(type))
          .tags("cache", type.label(), "level", label(Level.MEMORY))
          .register(registry);
    }
  }

  void served(CacheClass type, Level level, Result result) {
    Counter.builder(Metric.CACHE_REQUESTS.meter())
        .tags("cache", type.label(), "level", label(level), "result", label(result))
        .register(registry)
        .increment();
  }

  void invalidated(CacheClass type, String reason) {
    Counter.builder(Metric.CACHE_INVALIDATIONS.meter())
        .tags("cache", type.label(), "reason", reason)
        .register(registry)
        .increment();
  }

  /** Measures how long a load takes, also one that fails. */
  <T> Mono<T> timed(CacheClass type, Mono<T> load) {
    return Mono.using(
        () -> Timer.start(registry),
        sample -> load,
        sample ->
            sample.stop(
                Timer.builder(Metric.CACHE_LOAD.meter())
                    .tag("cache", type.label())
                    .serviceLevelObjectives(Metric.CACHE_LOAD.buckets())
                    .register(registry)));
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
