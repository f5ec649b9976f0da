/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

/** Whether the connection to PostgreSQL is encrypted. */
public enum SslMode {
  /** Never. */
  DISABLE,
  /** When the server offers it. */
  PREFER,
  /** Always; a server without TLS is refused. */
  REQUIRE
}
