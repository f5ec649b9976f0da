/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.serve;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.PoolMetrics;
import io.signalharvester.app.telemetry.Metric;
import java.util.function.ToIntFunction;

/** The metrics of the pool that requests use. */
final class PoolMeters {

  private PoolMeters() {}

  static void register(PoolMetrics pool, MeterRegistry registry) {
    gauge(Metric.POOL_ACQUIRED, pool, PoolMetrics::acquiredSize, registry);
    gauge(Metric.POOL_ALLOCATED, pool, PoolMetrics::allocatedSize, registry);
    gauge(Metric.POOL_IDLE, pool, PoolMetrics::idleSize, registry);
    gauge(Metric.POOL_PENDING, pool, PoolMetrics::pendingAcquireSize, registry);
    gauge(Metric.POOL_MAX_ALLOCATED, pool, PoolMetrics::getMaxAllocatedSize, registry);
    gauge(Metric.POOL_MAX_PENDING, pool, PoolMetrics::getMaxPendingAcquireSize, registry);
  }

  private static void gauge(
      Metric metric, PoolMetrics pool, ToIntFunction<PoolMetrics> value, MeterRegistry registry) {
    Gauge.builder(metric.meter(), pool, value::applyAsInt).strongReference(true).register(registry);
  }
}
