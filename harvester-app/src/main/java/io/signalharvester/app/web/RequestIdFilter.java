/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives every request an id, and every reply the headers that cost nothing and close doors in
 * browsers.
 */
public final class RequestIdFilter implements WebFilter, Ordered {

  /** Name of the header, in requests and replies. */
  public static final String HEADER = "X-Request-Id";

  private static final String ATTRIBUTE = RequestIdFilter.class.getName();
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  private final Clock clock;

  /**
   * Creates the filter.
   *
   * @param clock gives the time inside generated ids
   */
  public RequestIdFilter(Clock clock) {
    this.clock = clock;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    String asked = exchange.getRequest().getHeaders().getFirst(HEADER);
    String id = asked != null && ACCEPTED.matcher(asked).matches() ? asked : generated();
    exchange.getAttributes().put(ATTRIBUTE, id);
    HttpHeaders headers = exchange.getResponse().getHeaders();
    headers.set(HEADER, id);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set(HttpHeaders.CACHE_CONTROL, "private, max-age=0, must-revalidate");
    return chain.filter(exchange);
  }

  /** Returns the id that the filter gave a request, or an empty text before it did. */
  public static String idOf(ServerWebExchange exchange) {
    Object id = exchange.getAttribute(ATTRIBUTE);
    return id == null ? "" : id.toString();
  }

  /**
   * Returns a UUID of version 7. Ids are no secrets, so a random source that never blocks is the
   * right one.
   */
  private String generated() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = clock.millis() << 16 | 0x7000 | random.nextInt(1 << 12);
    long low = 0x8000000000000000L | random.nextLong() >>> 2;
    return new UUID(high, low).toString();
  }
}
