/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.time.Duration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Answers with what a store gives, within the time that a client may have to wait. */
public final class Answer {

  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private Answer() {}

  /**
   * Answers 200 with the body as JSON.
   *
   * @param body what the store gives; it ends with an error (504) after 15 s
   */
  public static Mono<ServerResponse> json(Mono<?> body) {
    return body.timeout(DEADLINE)
        .flatMap(
            value -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(value));
  }

  /**
   * Answers 200 with the body as JSON, or 404 when there is none.
   *
   * @param body what the store gives; it ends with an error (504) after 15 s
   * @param missing one sentence for the client when the body is empty
   */
  public static Mono<ServerResponse> json(Mono<?> body, String missing) {
    return json(body)
        .switchIfEmpty(
            Mono.error(() -> new ProblemException(ErrorCode.RESOURCE_NOT_FOUND, missing)));
  }
}
