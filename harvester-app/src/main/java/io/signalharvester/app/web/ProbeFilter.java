/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Tells the probes of a rollout which revision answered ("rollouts", section 4), and nobody else:
 * which versions run is no business of clients. Probes are known by a token, HMAC-SHA256 of the
 * word {@code harvester-probe} under the signing master, in base64url without padding.
 */
public final class ProbeFilter implements WebFilter, Ordered {

  /** The header with the token. */
  public static final String TOKEN = "x-harvester-probe";

  /** The header of the answer. */
  public static final String REVISION = "x-harvester-revision";

  private static final String WORD = "harvester-probe";
  private static final String PROBE = ProbeFilter.class.getName();

  private final byte @Nullable [] token;
  private final @Nullable String revision;

  /**
   * Creates the filter.
   *
   * @param master the signing master; without it no request is a probe
   * @param revision what probes are told; without it no request is a probe
   */
  public ProbeFilter(@Nullable String master, @Nullable String revision) {
    this.token = master == null || revision == null ? null : token(master);
    this.revision = revision;
  }

  @Override
  public int getOrder() {
    // Before the traffic is counted.
    return Ordered.HIGHEST_PRECEDENCE + 5;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    String given = exchange.getRequest().getHeaders().getFirst(TOKEN);
    if (token != null
        && given != null
        && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
      exchange.getAttributes().put(PROBE, true);
      exchange.getResponse().getHeaders().set(REVISION, String.valueOf(revision));
    }
    return chain.filter(exchange);
  }

  /** The request is a probe of a rollout; it counts nowhere. */
  public static boolean isProbe(ServerWebExchange exchange) {
    return exchange.getAttribute(PROBE) != null;
  }

  private static byte[] token(String master) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(master.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encode(mac.doFinal(WORD.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
