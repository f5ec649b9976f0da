/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * One method of one path: what answers it, and what the reference page says about it.
 *
 * @param method HTTP method
 * @param path the path, without variables
 * @param access who may call it
 * @param summary one sentence
 * @param parameters what it takes
 * @param replies what it answers
 * @param handler answers it
 */
public record Endpoint(
    HttpMethod method,
    String path,
    Access access,
    String summary,
    List<Parameter> parameters,
    List<Reply> replies,
    HandlerFunction<ServerResponse> handler) {

  /** Who may call an endpoint. */
  public enum Access {
    /** Everybody. */
    PUBLIC,
    /** Callers with a good API key. */
    KEY
  }

  /**
   * One parameter.
   *
   * @param name its name
   * @param rule what it may hold
   * @param defaultText what counts when it is absent
   * @param meaning one sentence
   */
  public record Parameter(String name, String rule, String defaultText, String meaning) {}

  /**
   * One reply.
   *
   * @param status HTTP status
   * @param meaning body or error codes
   */
  public record Reply(int status, String meaning) {}
}
