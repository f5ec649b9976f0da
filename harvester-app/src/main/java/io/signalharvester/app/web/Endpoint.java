/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * One method of one path: what answers it, and what the reference page says about it.
 *
 * @param method HTTP method
 * @param path the path; a variable is written {@code {name}} and fills one segment
 * @param access who may call it
 * @param summary one sentence
 * @param parameters what it takes
 * @param replies what it answers
 * @param handler answers it
 * @param cache how long its replies may be cached, or null when they may not
 * @param offers media types of its replies
 */
public record Endpoint(
    HttpMethod method,
    String path,
    Access access,
    String summary,
    List<Parameter> parameters,
    List<Reply> replies,
    HandlerFunction<ServerResponse> handler,
    @Nullable CacheClass cache,
    List<MediaType> offers) {

  /** Creates an endpoint whose replies are JSON and not cached. */
  public Endpoint(
      HttpMethod method,
      String path,
      Access access,
      String summary,
      List<Parameter> parameters,
      List<Reply> replies,
      HandlerFunction<ServerResponse> handler) {
    this(
        method,
        path,
        access,
        summary,
        parameters,
        replies,
        handler,
        null,
        List.of(MediaType.APPLICATION_JSON));
  }

  /**
   * Returns the same endpoint with replies that are cached.
   *
   * @param type how long
   * @throws IllegalStateException when the method is not GET
   */
  public Endpoint cachedAs(CacheClass type) {
    if (!method.equals(HttpMethod.GET)) {
      throw new IllegalStateException("only GET can be cached, not " + method + " " + path);
    }
    return new Endpoint(method, path, access, summary, parameters, replies, handler, type, offers);
  }

  /** Returns the same endpoint with replies of these types. */
  public Endpoint offering(MediaType... types) {
    return new Endpoint(
        method, path, access, summary, parameters, replies, handler, cache, List.of(types));
  }

  /** Returns the same endpoint with another handler. */
  Endpoint answeredBy(HandlerFunction<ServerResponse> other) {
    return new Endpoint(method, path, access, summary, parameters, replies, other, cache, offers);
  }

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
  public record Reply(int status, String meaning) {

    /** Returns the replies of a list that is walked by cursor. */
    public static List<Reply> ofList(String body) {
      return List.of(
          new Reply(200, body),
          new Reply(400, "INVALID_CURSOR, INVALID_API_KEY_FORMAT"),
          new Reply(401, "UNAUTHORIZED"),
          new Reply(422, "VALIDATION_FAILED with errors[{field, code, message}]"),
          new Reply(503, "SERVICE_UNAVAILABLE with Retry-After: 5"),
          new Reply(504, "TIMEOUT"));
    }

    /** Returns the replies of a list that is walked by cursor or read by number of the page. */
    public static List<Reply> ofNumberedList(String body) {
      return ofList(body).stream()
          .map(reply ->
              reply.status() == 400
                  ? new Reply(400, reply.meaning() + ", INVALID_PARAMETER")
                  : reply)
          .toList();
    }

    /**
     * Returns the replies of a single resource.
     *
     * @param missing when there is none
     */
    public static List<Reply> ofOne(String body, String missing) {
      return List.of(
          new Reply(200, body),
          new Reply(400, "INVALID_API_KEY_FORMAT"),
          new Reply(401, "UNAUTHORIZED"),
          new Reply(404, "RESOURCE_NOT_FOUND: " + missing),
          new Reply(422, "VALIDATION_FAILED with errors[{field, code, message}]"),
          new Reply(503, "SERVICE_UNAVAILABLE with Retry-After: 5"),
          new Reply(504, "TIMEOUT"));
    }

    /** Returns the replies of a view that is never missing. */
    public static List<Reply> ofView(String body) {
      return ofOne(body, "").stream().filter(reply -> reply.status() != 404).toList();
    }
  }
}
