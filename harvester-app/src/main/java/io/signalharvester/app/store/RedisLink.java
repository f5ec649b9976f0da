/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.signalharvester.app.config.RedisSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** One connection to Redis, opened at the first use and again after it was lost. */
public final class RedisLink implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofMillis(1500);

  private final ClientResources resources;
  private static final Duration COMMAND = Duration.ofMillis(500);

  private final RedisClient client;
  private final RedisURI address;
  private final Mono<StatefulRedisConnection<String, String>> connection;

  /**
   * Prepares a link to the first logical database; nothing is connected yet.
   *
   * @param settings where Redis is
   */
  public RedisLink(RedisSettings settings) {
    this(settings, 0, CommandLatencyRecorder.disabled());
  }

  /**
   * Prepares the link; nothing is connected yet.
   *
   * @param settings where Redis is
   * @param database number of the logical database, from 0
   * @param latency is told how long each command took
   */
  public RedisLink(RedisSettings settings, int database, CommandLatencyRecorder latency) {
    RedisURI.Builder uri =
        RedisURI.builder()
            .withHost(settings.host())
            .withPort(settings.port())
            .withDatabase(database)
            .withTimeout(CONNECT);
    if (settings.password() != null) {
      uri.withPassword(settings.password().value().toCharArray());
    }
    address = uri.build();
    resources = ClientResources.builder().commandLatencyRecorder(latency).build();
    client = RedisClient.create(resources);
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

  /** Opens a connection of its own that carries values as bytes; the caller closes it. */
  public Mono<StatefulRedisConnection<String, byte[]>> openBytes() {
    return Mono.fromCompletionStage(() ->
        client.connectAsync(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE), address));
  }

  /** Opens a connection of its own that can subscribe to channels; the caller closes it. */
  public Mono<StatefulRedisPubSubConnection<String, String>> openPubSub() {
    return Mono.fromCompletionStage(() -> client.connectPubSubAsync(StringCodec.UTF8, address));
  }

  /**
   * Runs a script that gives a list of whole numbers.
   *
   * @param script text of the script
   * @param keys the keys that it may touch
   * @param values its arguments
   * @return the numbers; an error, after 2 s at most, when Redis did not give them
   */
  public Mono<List<Long>> numbers(String script, List<String> keys, List<String> values) {
    return connection
        .flatMap(opened ->
            opened
                .reactive()
                .<List<Long>>eval(
                    script,
                    ScriptOutputType.MULTI,
                    keys.toArray(String[]::new),
                    values.toArray(String[]::new))
                .next()
                .timeout(COMMAND)
                // A connection that hangs counts as lost, so that the next use opens another.
                .doOnError(TimeoutException.class, hanging -> opened.closeAsync()))
        .timeout(CONNECT.plus(COMMAND));
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    resources.shutdown(0, 1, TimeUnit.SECONDS);
  }
}
