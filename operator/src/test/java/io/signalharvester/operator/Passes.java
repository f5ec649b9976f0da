/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.MDC;

/** A clock that knows the passes: the loop asks for the time once in each. */
final class Passes extends Clock {

  private final Instant start = Instant.now();
  private final long speed;
  private final AtomicLong count = new AtomicLong();
  private final Map<String, Long> whose = new ConcurrentHashMap<>();

  private Passes(long speed) {
    this.speed = speed;
  }

  /** A clock that goes right. */
  static Passes inRealTime() {
    return new Passes(1);
  }

  /** A clock that goes faster, so that a wait of ten seconds is over in a moment. */
  static Passes faster(long times) {
    return new Passes(times);
  }

  /** How many passes there were. */
  long count() {
    return count.get();
  }

  /** Names of the resources that had a pass since the last {@link #forget}. */
  Set<String> whose() {
    return Set.copyOf(whose.keySet());
  }

  void forget() {
    whose.clear();
  }

  @Override
  public Instant instant() {
    count.incrementAndGet();
    String name = MDC.get("resource.name");
    if (name != null) {
      whose.merge(name, 1L, Long::sum);
    }
    return start.plus(Duration.between(start, Instant.now()).multipliedBy(speed));
  }

  @Override
  public ZoneId getZone() {
    return ZoneId.of("UTC");
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
