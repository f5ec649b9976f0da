/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import org.jspecify.annotations.Nullable;

/**
 * How Redis is reached.
 *
 * @param host host name or address
 * @param port TCP port
 * @param password its password, if any
 */
public record RedisSettings(String host, int port, @Nullable Secret password) {}
