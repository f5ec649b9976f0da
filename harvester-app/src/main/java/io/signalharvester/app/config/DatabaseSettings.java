/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How PostgreSQL is reached.
 *
 * @param host host name or address
 * @param port TCP port
 * @param database name of the database
 * @param sslMode whether TLS is used
 * @param username role, or null to let the driver choose
 * @param password password of the role, if any
 * @param poolSize most connections of this process, 1 to 100
 * @param statementTimeout time after which the server ends a statement, 100 ms to 5 min
 */
public record DatabaseSettings(
    String host,
    int port,
    String database,
    SslMode sslMode,
    @Nullable String username,
    @Nullable Secret password,
    int poolSize,
    Duration statementTimeout) {

  /** Returns host and port as people write them. */
  public String address() {
    return host + ":" + port;
  }
}
