/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns every error into a problem document (RFC 9457) that tells a client what to do and nothing
 * internal.
 */
public final class ProblemHandler implements WebExceptionHandler, Ordered {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
  private static final String QUERY_CANCELED = "57014";
  private static final String UNDEFINED_TABLE = "42P01";
  private static final Map<String, String> RETRY_SOON = Map.of("Retry-After", "5");

  private final JsonMapper json;
  private final Clock clock;

  /**
   * Creates the handler.
   *
   * @param json writes the documents
   * @param clock gives their time
   */
  public ProblemHandler(JsonMapper json, Clock clock) {
    this.json = json;
    this.clock = clock;
  }

  @Override
  public int getOrder() {
    // Before the handlers of Spring Boot, which would write another form.
    return -10;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
    ServerHttpResponse response = exchange.getResponse();
    if (response.isCommitted()) {
      return Mono.error(error);
    }
    ProblemException problem = problemOf(error);
    String requestId = RequestIdFilter.idOf(exchange);
    if (problem.code().status() == 500) {
      LOG.atError()
          .addKeyValue("request_id", requestId)
          .setCause(error)
          .log("Request {} failed", requestId);
    } else if (problem.code().status() > 500) {
      LOG.atWarn()
          .addKeyValue("request_id", requestId)
          .log("Request {} was not answered: {}", requestId, rootOf(error).toString());
    }
    response.setStatusCode(HttpStatusCode.valueOf(problem.code().status()));
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    problem.headers().forEach(response.getHeaders()::set);
    byte[] body = json.writeValueAsBytes(document(problem, exchange, requestId));
    DataBuffer buffer = response.bufferFactory().wrap(body);
    response.getHeaders().setContentLength(body.length);
    return response.writeWith(Mono.just(buffer));
  }

  private Map<String, Object> document(
      ProblemException problem, ServerWebExchange exchange, String requestId) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", problem.code().type());
    document.put("title", problem.code().title());
    document.put("status", problem.code().status());
    document.put("detail", String.valueOf(problem.getMessage()));
    document.put("instance", exchange.getRequest().getURI().getRawPath());
    document.put("errorCode", problem.code().name());
    document.put("requestId", requestId);
    document.put("timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS));
    if (!problem.errors().isEmpty()) {
      document.put("errors", problem.errors());
    }
    return document;
  }

  /** Returns with which code an error is answered. */
  public static ErrorCode codeOf(Throwable error) {
    return problemOf(error).code();
  }

  static ProblemException problemOf(Throwable error) {
    if (error instanceof ProblemException problem) {
      return problem;
    }
    if (error instanceof ResponseStatusException status) {
      return ofStatus(status.getStatusCode().value());
    }
    if (error instanceof InvalidMediaTypeException) {
      return ofStatus(406);
    }
    // The wrapping exceptions of a cancelled statement say "resource failure" too, so it is looked
    // for first.
    if (causes(error).anyMatch(cause -> hasState(cause, QUERY_CANCELED))) {
      return tooSlow();
    }
    if (causes(error).anyMatch(ProblemHandler::isAway)) {
      return new ProblemException(
          ErrorCode.SERVICE_UNAVAILABLE,
          "The database cannot be used at the moment; try again.",
          List.of(),
          RETRY_SOON);
    }
    return rootOf(error) instanceof TimeoutException
        ? tooSlow()
        : new ProblemException(
            ErrorCode.INTERNAL_ERROR,
            "The request failed; name the request id when you report it.");
  }

  private static ProblemException tooSlow() {
    return new ProblemException(
        ErrorCode.TIMEOUT, "The database needed too long; ask for less or try again.");
  }

  private static boolean isAway(Throwable cause) {
    return cause instanceof DataAccessResourceFailureException
        || cause instanceof R2dbcNonTransientResourceException
        || cause instanceof R2dbcTransientResourceException
        || cause instanceof IOException
        || hasState(cause, UNDEFINED_TABLE);
  }

  private static boolean hasState(Throwable cause, String state) {
    return cause instanceof R2dbcException database && state.equals(database.getSqlState());
  }

  private static Stream<Throwable> causes(Throwable error) {
    return Stream.iterate(error, Objects::nonNull, Throwable::getCause);
  }

  private static ProblemException ofStatus(int status) {
    return switch (status) {
      case 404 -> new ProblemException(ErrorCode.RESOURCE_NOT_FOUND, "No resource has this path.");
      case 405 ->
          new ProblemException(ErrorCode.METHOD_NOT_ALLOWED, "This path has no such method.");
      case 406 ->
          new ProblemException(ErrorCode.NOT_ACCEPTABLE, "Only application/json is offered here.");
      case 413 -> new ProblemException(ErrorCode.PAYLOAD_TOO_LARGE, "The body is too large.");
      case 415 ->
          new ProblemException(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Only application/json is understood here.");
      case 503 ->
          new ProblemException(
              ErrorCode.SERVICE_UNAVAILABLE,
              "The service is busy; try again.",
              List.of(),
              RETRY_SOON);
      default ->
          status >= 400 && status < 500
              ? new ProblemException(ErrorCode.MALFORMED_REQUEST, "The request cannot be read.")
              : new ProblemException(
                  ErrorCode.INTERNAL_ERROR,
                  "The request failed; name the request id when you report it.");
    };
  }

  private static Throwable rootOf(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
