/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import io.signalharvester.app.sources.Pauses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** A clock that moves only when something pauses, so that waits are measured and cost no time. */
public final class ManualTime extends Clock implements Pauses {

  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private volatile Instant now;

  public ManualTime(Instant start) {
    now = start;
  }

  @Override
  public Mono<Void> pause(Duration duration) {
    return Mono.fromRunnable(() -> {
      if (!duration.isZero()) {
        pauses.add(duration);
      }
      now = now.plus(duration);
    });
  }

  /** The waits so far that were longer than nothing. */
  public List<Duration> pauses() {
    return pauses;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
