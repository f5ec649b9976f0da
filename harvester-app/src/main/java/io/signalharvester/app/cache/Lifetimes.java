/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import io.signalharvester.app.web.CacheClass;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How long replies are fresh (specification, http-api 1.5). */
final class Lifetimes {

  private static final Duration OF_NOTHING = Duration.ofSeconds(60);
  private static final double JITTER = 0.1;

  /** An empty list has no more bytes than this. */
  private static final int MOST_BYTES_OF_NOTHING = 2048;

  private final JsonMapper json;
  private final DoubleSupplier random;

  /**
   * Creates the rule.
   *
   * @param json reads short replies
   * @param random numbers from 0 up to 1
   */
  Lifetimes(JsonMapper json, DoubleSupplier random) {
    this.json = json;
    this.random = random;
  }

  /**
   * Returns how long a reply is fresh: the class's time within 10 %, 60 s when it says that there
   * is nothing.
   */
  Duration of(CacheClass type, int status, byte[] body) {
    if (status == 404 || isEmpty(body)) {
      return OF_NOTHING;
    }
    double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
    return Duration.ofMillis(Math.round(type.fresh().toMillis() * factor));
  }

  /** Whether the body is an empty array, or an object with empty items or a count of 0. */
  boolean isEmpty(byte[] body) {
    if (body.length > MOST_BYTES_OF_NOTHING) {
      return false;
    }
    try {
      JsonNode node = json.readTree(body);
      return node.isArray() && node.isEmpty()
          || node.path("items").isArray() && node.path("items").isEmpty()
          || node.path("count").isNumber() && node.path("count").asDouble() == 0;
    } catch (JacksonException e) {
      return false;
    }
  }
}
