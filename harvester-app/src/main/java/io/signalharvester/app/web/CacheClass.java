/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.time.Duration;
import java.util.Locale;

/**
 * How long the replies of an endpoint may be answered from the cache (specification, http-api 1.5).
 */
public enum CacheClass {
  /** Discoveries. */
  DISCOVERY(3600),
  /** Topics. */
  TOPIC(3600),
  /** People and organisations. */
  ENTITY(86_400),
  /** Relationships between artifacts. */
  RELATIONSHIP(900),
  /** Analytics. */
  ANALYTICS(300);

  private final Duration fresh;

  CacheClass(int seconds) {
    this.fresh = Duration.ofSeconds(seconds);
  }

  /** Returns how long a reply counts as fresh, before jitter. */
  public Duration fresh() {
    return fresh;
  }

  /** Returns the name in keys, metrics and documents, such as {@code discovery}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
