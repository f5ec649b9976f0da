/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.signalharvester.app.store.RedisLink;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The replica's connections to Redis: one for commands, one that hears of raised generations.
 * Requests never wait for a connection: one command that fails or is too slow ends the session, and
 * until a new one stands, tried every 5 s, the cache works without Redis.
 */
final class RedisSession implements AutoCloseable {

  /** Longest time of a command. */
  static final Duration COMMAND = Duration.ofMillis(200);

  /** Time between two attempts to connect. */
  static final Duration RETRY = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(RedisSession.class);
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private final RedisLink link;
  private final Scheduler work;
  private final Consumer<Raised> raised;
  private final AtomicReference<@Nullable Open> current = new AtomicReference<>();
  private @Nullable Disposable attempts;

  /**
   * Both connections.
   *
   * @param commands for commands
   * @param messages subscribed to the channel
   */
  private record Open(
      StatefulRedisConnection<String, byte[]> commands,
      StatefulRedisPubSubConnection<String, String> messages) {

    boolean works() {
      return commands.isOpen() && messages.isOpen();
    }

    void close() {
      var unused = commands.closeAsync();
      unused = messages.closeAsync();
    }
  }

  /**
   * Creates a session that is not open.
   *
   * @param link to the logical database of the cache
   * @param work goes on after each command, so that the connection is not held up
   * @param raised is told of raised generations
   */
  RedisSession(RedisLink link, Scheduler work, Consumer<Raised> raised) {
    this.link = link;
    this.work = work;
    this.raised = raised;
  }

  /** Begins to connect, and to watch whether the session works. */
  void start() {
    attempts =
        Flux.interval(Duration.ZERO, RETRY)
            .onBackpressureDrop()
            .concatMap(ignored -> check(), 1)
            .subscribe();
  }

  /** Returns whether commands can be tried. */
  boolean isOpen() {
    Open open = current.get();
    return open != null && open.works();
  }

  /**
   * Runs a command.
   *
   * @param command the command
   * @return its value; empty when it gives none; an error, after 200 ms at most, when Redis cannot
   *     be used
   */
  <T> Mono<T> run(Function<RedisReactiveCommands<String, byte[]>, Mono<T>> command) {
    return Mono.defer(() -> {
      Open open = current.get();
      if (open == null || !open.works()) {
        return Mono.error(new RedisAwayException());
      }
      return command
          .apply(open.commands().reactive())
          .timeout(COMMAND)
          .publishOn(work)
          .onErrorMap(error -> {
            end(open, error);
            return new RedisAwayException();
          });
    });
  }

  private Mono<Void> check() {
    return isOpen()
        ? run(redis -> redis.ping()).onErrorComplete().then()
        : connect().timeout(CONNECT).onErrorComplete().then();
  }

  private Mono<Open> connect() {
    Open old = current.getAndSet(null);
    if (old != null) {
      old.close();
    }
    return link.openBytes()
        .flatMap(commands ->
            link.openPubSub()
                .flatMap(messages -> subscribed(new Open(commands, messages)))
                .doOnError(error -> commands.closeAsync())
                .doOnCancel(commands::closeAsync))
        .doOnNext(open -> {
          current.set(open);
          LOG.info("The cache works with Redis.");
        });
  }

  private Mono<Open> subscribed(Open open) {
    open.messages()
        .addListener(
            new RedisPubSubAdapter<>() {
              @Override
              public void message(String channel, String message) {
                Raised.of(message).ifPresent(raised);
              }
            });
    return open.messages()
        .reactive()
        .subscribe(CacheGenerations.CHANNEL)
        .thenReturn(open)
        .doOnError(error -> open.close());
  }

  private void end(Open open, Throwable error) {
    if (current.compareAndSet(open, null)) {
      LOG.warn("The cache works without Redis: {}", error.toString());
      open.close();
    }
  }

  @Override
  public void close() {
    if (attempts != null) {
      attempts.dispose();
    }
    Open open = current.getAndSet(null);
    if (open != null) {
      open.close();
    }
  }

  /** Redis cannot be used at the moment. */
  static final class RedisAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisAwayException() {
      super("Redis cannot be used at the moment", null, false, false);
    }
  }
}
