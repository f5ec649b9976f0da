/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import java.net.URI;

/**
 * The parts of REDIS_URL.
 *
 * @param host host name or address
 * @param port TCP port
 */
record RedisUrl(String host, int port) {

  static final ValueRule<RedisUrl> RULE =
      new ValueRule<>(
          "of the form redis://HOST:PORT, without a login (the password is REDIS_PASSWORD)",
          RedisUrl::parse);

  private static RedisUrl parse(String text) {
    URI uri = URI.create(text);
    if (!"redis".equals(uri.getScheme())
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || !(uri.getPath().isEmpty() || "/".equals(uri.getPath()))) {
      throw new IllegalArgumentException();
    }
    return new RedisUrl(uri.getHost(), uri.getPort() < 0 ? 6379 : uri.getPort());
  }
}
