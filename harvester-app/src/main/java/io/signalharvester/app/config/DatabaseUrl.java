/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parts of DATABASE_URL.
 *
 * @param host host name or address
 * @param port TCP port
 * @param database name of the database
 * @param sslMode whether TLS is used
 * @param username role in the URL, if any
 * @param password password in the URL, if any
 */
record DatabaseUrl(
    String host,
    int port,
    String database,
    SslMode sslMode,
    @Nullable String username,
    @Nullable Secret password) {

  static final ValueRule<DatabaseUrl> RULE =
      new ValueRule<>(
          "of the form postgresql://HOST:PORT/DATABASE?sslmode=disable|prefer|require",
          DatabaseUrl::parse);

  private static DatabaseUrl parse(String text) {
    URI uri = URI.create(text);
    String path = uri.getPath();
    if (!("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme()))
        || uri.getHost() == null
        || path == null
        || !path.matches("/[^/]{1,63}")
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException();
    }
    @Nullable String username = null;
    @Nullable Secret password = null;
    String login = uri.getRawUserInfo();
    if (login != null) {
      int colon = login.indexOf(':');
      username = decoded(colon < 0 ? login : login.substring(0, colon));
      password = colon < 0 ? null : new Secret(decoded(login.substring(colon + 1)));
    }
    return new DatabaseUrl(
        uri.getHost(),
        uri.getPort() < 0 ? 5432 : uri.getPort(),
        path.substring(1),
        sslMode(uri.getRawQuery()),
        username,
        password);
  }

  private static SslMode sslMode(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return SslMode.PREFER;
    }
    if (!query.startsWith("sslmode=")) {
      throw new IllegalArgumentException();
    }
    return SslMode.valueOf(query.substring("sslmode=".length()).toUpperCase(Locale.ROOT));
  }

  private static String decoded(String text) {
    // In the login part of a URL a plus is a plus, unlike in a form.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
