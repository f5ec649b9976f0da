/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.signalharvester.app.config.RedisSettings;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** One connection to Redis, opened at the first use and again after it was lost. */
public final class RedisLink implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofMillis(1500);

  private final RedisClient client;
  private final Mono<StatefulRedisConnection<String, String>> connection;

  /**
   * Prepares the link; nothing is connected yet.
   *
   * @param settings where Redis is
   */
  public RedisLink(RedisSettings settings) {
    RedisURI.Builder uri =
        RedisURI.builder().withHost(settings.host()).withPort(settings.port()).withTimeout(CONNECT);
    if (settings.password() != null) {
      uri.withPassword(settings.password().value().toCharArray());
    }
    RedisURI address = uri.build();
    client = RedisClient.create();
    client.setOptions(
        ClientOptions.builder()
            // A lost connection is replaced by the next use, so nothing retries behind our back.
            .autoReconnect(false)
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build())
            .build());
    connection =
        Mono.defer(() ->
                Mono.fromCompletionStage(() -> client.connectAsync(StringCodec.UTF8, address)))
            .cacheInvalidateIf(opened -> !opened.isOpen());
  }

  /** Completes when Redis answered a PING; otherwise an error. */
  public Mono<Void> ping() {
    return connection.flatMap(opened -> opened.reactive().ping()).then();
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }
}
