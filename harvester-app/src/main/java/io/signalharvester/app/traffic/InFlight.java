/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.traffic;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.signalharvester.app.telemetry.Metric;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests that run, and how old the oldest is. */
final class InFlight {

  private final MeterRegistry registry;
  private final Set<Running> running = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> byRoute = new ConcurrentHashMap<>();

  InFlight(MeterRegistry registry) {
    this.registry = registry;
  }

  /** One request that runs. */
  final class Running {

    private final long start = now();
    private final AtomicInteger ofRoute;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Running(AtomicInteger ofRoute) {
      this.ofRoute = ofRoute;
    }

    /** Ends the request; true for the first call only. */
    boolean end() {
      if (!ended.compareAndSet(false, true)) {
        return false;
      }
      running.remove(this);
      ofRoute.decrementAndGet();
      return true;
    }

    double seconds() {
      return (now() - start) / 1e9;
    }
  }

  Running begin(String method, String route) {
    AtomicInteger ofRoute =
        byRoute.computeIfAbsent(method + " " + route, key -> gauge(method, route));
    ofRoute.incrementAndGet();
    Running begun = new Running(ofRoute);
    running.add(begun);
    return begun;
  }

  int count() {
    return running.size();
  }

  /** Returns the age of the oldest request in seconds, 0 when none runs. */
  double oldestSeconds() {
    return running.stream().mapToDouble(Running::seconds).max().orElse(0);
  }

  private AtomicInteger gauge(String method, String route) {
    AtomicInteger number = new AtomicInteger();
    Gauge.builder(Metric.HTTP_ACTIVE.meter(), number, AtomicInteger::get)
        .tags("method", method, "uri", route)
        .strongReference(true)
        .register(registry);
    return number;
  }

  private long now() {
    return registry.config().clock().monotonicTime();
  }
}
