/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.signalharvester.app.store.RedisLink;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells every replica that cached replies are wrong, from any process. Call it after the change was
 * committed: a reply that is loaded before would otherwise be kept as if it were newer.
 */
public final class CacheGenerations {

  /** Logical database of the cache. */
  public static final int DATABASE = 1;

  /** Channel on which replicas hear of raised generations; channels know no logical databases. */
  static final String CHANNEL = "harvest:cache:raised";

  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final RedisLink link;
  private final Clock clock;

  /**
   * Creates the voice of a process.
   *
   * @param link to the logical database {@link #DATABASE}
   * @param clock gives the first number of a generation
   */
  public CacheGenerations(RedisLink link, Clock clock) {
    this.link = link;
    this.clock = clock;
  }

  /**
   * Makes all replicas forget what the event made wrong, empty replies and absences included.
   *
   * @return completes when it is done, after 2 s at most; an error when Redis cannot be used, in
   *     which case replies are older than the event until their time is over
   */
  public Mono<Void> raise(CacheEvent event) {
    return Mono.usingWhen(
            link.openBytes(),
            connection -> raise(connection.reactive(), event),
            connection -> Mono.fromCompletionStage(connection.closeAsync()))
        .timeout(DEADLINE);
  }

  private Mono<Void> raise(RedisReactiveCommands<String, byte[]> redis, CacheEvent event) {
    return Flux.fromIterable(event.classes())
        .concatMap(type ->
            Generation.raise(redis, type, clock)
                .map(number -> new Raised(type, number, event).text())
                .flatMap(text -> redis.publish(CHANNEL, text.getBytes(StandardCharsets.UTF_8))))
        .then();
  }
}
