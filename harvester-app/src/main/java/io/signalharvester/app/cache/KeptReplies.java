/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import io.signalharvester.app.web.CacheClass;
import io.signalharvester.app.web.EntityTag;
import io.signalharvester.app.web.ErrorCode;
import io.signalharvester.app.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Makes what the cache keeps from what a handler says, and says it again. */
final class KeptReplies {

  private static final Duration LOAD = Duration.ofSeconds(20);

  private final HandlerCall handlers;
  private final Lifetimes lifetimes;
  private final CacheWatch watch;
  private final Clock clock;
  private final Scheduler work;

  /**
   * Creates it.
   *
   * @param handlers asks handlers
   * @param lifetimes says how long a reply is good
   * @param watch is told how long handlers take
   * @param clock the present
   * @param work where replies are hashed
   */
  KeptReplies(
      HandlerCall handlers, Lifetimes lifetimes, CacheWatch watch, Clock clock, Scheduler work) {
    this.handlers = handlers;
    this.lifetimes = lifetimes;
    this.watch = watch;
    this.clock = clock;
    this.work = work;
  }

  /**
   * Asks the handler; that there is nothing is a reply too.
   *
   * @return its reply, or an error when there is none in 20 s
   */
  Mono<CachedReply> load(
      CacheClass type, HandlerFunction<ServerResponse> handler, ServerRequest request) {
    return watch.timed(
        type,
        handlers
            .ask(handler, request)
            .timeout(LOAD)
            .publishOn(work)
            .map(said -> reply(type, said))
            .onErrorResume(
                ProblemException.class,
                problem ->
                    problem.code() == ErrorCode.RESOURCE_NOT_FOUND
                        ? Mono.just(absence(type, problem))
                        : Mono.error(problem)));
  }

  private CachedReply reply(CacheClass type, HandlerCall.Said said) {
    if (said.status() != 200) {
      Instant now = clock.instant();
      return new CachedReply(said.status(), said.headers(), said.body(), now, now);
    }
    Map<String, List<String>> headers = new LinkedHashMap<>(said.headers());
    headers.put(HttpHeaders.ETAG, List.of(EntityTag.of(said.body())));
    return lasting(type, 200, Map.copyOf(headers), said.body());
  }

  private CachedReply absence(CacheClass type, ProblemException problem) {
    byte[] sentence = String.valueOf(problem.getMessage()).getBytes(StandardCharsets.UTF_8);
    return lasting(type, 404, Map.of(), sentence);
  }

  private CachedReply lasting(
      CacheClass type, int status, Map<String, List<String>> headers, byte[] body) {
    Instant now = clock.instant();
    Duration fresh = lifetimes.of(type, status, body);
    return new CachedReply(status, headers, body, now.plus(fresh), now.plus(fresh.multipliedBy(2)));
  }

  /**
   * Says a kept reply.
   *
   * @param headers of the response; those of the reply are put among them
   */
  static Mono<ServerResponse> said(CachedReply reply, HttpHeaders headers) {
    if (reply.status() == 404 && reply.headers().isEmpty()) {
      return Mono.error(
          new ProblemException(
              ErrorCode.RESOURCE_NOT_FOUND, new String(reply.body(), StandardCharsets.UTF_8)));
    }
    reply.headers().forEach((name, values) -> headers.put(name, values));
    return ServerResponse.status(reply.status()).bodyValue(reply.body());
  }
}
