/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import io.signalharvester.app.config.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which server a source is, and what every call to it carries. Nothing of it is ever sent to
 * another server.
 *
 * @param source name of the source
 * @param base its server; every address that is called has the same scheme, host and port
 * @param userAgent how the client introduces itself
 * @param token sent as a bearer token; null when there is none
 * @param headers further headers, no secrets
 */
public record SourceAccess(
    String source,
    URI base,
    String userAgent,
    @Nullable Secret token,
    Map<String, String> headers) {

  /** Keeps a copy of the headers. */
  public SourceAccess {
    headers = Map.copyOf(headers);
  }

  /** Access without a token or further headers. */
  public static SourceAccess open(String source, URI base, String userAgent) {
    return new SourceAccess(source, base, userAgent, null, Map.of());
  }

  /** Returns whether the address is one of the server. */
  boolean covers(URI uri) {
    return uri.getRawUserInfo() == null
        && lower(base.getScheme()).equals(lower(uri.getScheme()))
        && lower(base.getHost()).equals(lower(uri.getHost()))
        && port(base) == port(uri);
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(lower(uri.getScheme())) ? 443 : 80;
  }
}
