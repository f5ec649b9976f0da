/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.traffic;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.signalharvester.app.telemetry.Metric;
import io.signalharvester.app.web.ErrorCode;
import io.signalharvester.app.web.Gate;
import io.signalharvester.app.web.ProbeFilter;
import io.signalharvester.app.web.ProblemHandler;
import io.signalharvester.app.web.RequestIdFilter;
import io.signalharvester.app.web.RouteTemplates;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Sees every request of the public port once, when it ends, and tells metrics, windows and the
 * access log the same about it.
 */
public final class Traffic implements WebFilter, Ordered {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final RouteTemplates routes;
  private final MeterRegistry registry;
  private final InFlight inFlight;
  private final Windows windows;
  private final AccessLog log = new AccessLog();

  /**
   * Creates the watch.
   *
   * @param routes templates of the public port
   * @param registry keeps the metrics
   * @param clock decides in which window a request counts
   */
  public Traffic(RouteTemplates routes, MeterRegistry registry, Clock clock) {
    this.routes = routes;
    this.registry = registry;
    this.inFlight = new InFlight(registry);
    this.windows = new Windows(clock);
  }

  InFlight inFlight() {
    return inFlight;
  }

  Windows windows() {
    return windows;
  }

  @Override
  public int getOrder() {
    // After the request id, before everything that answers.
    return Ordered.HIGHEST_PRECEDENCE + 10;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return Mono.defer(() -> {
      ServerHttpRequest request = exchange.getRequest();
      String name = request.getMethod().name();
      String method = METHODS.contains(name) ? name : "OTHER";
      String route = routes.of(request.getPath().pathWithinApplication());
      InFlight.Running running = inFlight.begin(method, route);
      return chain
          .filter(exchange)
          .doOnSuccess(done -> ended(exchange, running, method, route, false, null))
          .doOnError(error -> ended(exchange, running, method, route, false, error))
          .doOnCancel(() -> ended(exchange, running, method, route, true, null));
    });
  }

  private void ended(
      ServerWebExchange exchange,
      InFlight.Running running,
      String method,
      String route,
      boolean left,
      @Nullable Throwable error) {
    if (!running.end()) {
      return;
    }
    // Errors become replies outside of all filters, by the same rule.
    ErrorCode code = error == null ? null : ProblemHandler.codeOf(error);
    ServerHttpRequest asked = exchange.getRequest();
    Request request =
        new Request(
            method,
            route,
            Cohort.of(asked.getHeaders().getFirst(Cohort.HEADER)),
            code == null ? statusOf(exchange.getResponse(), left) : code.status(),
            running.seconds(),
            slowCounts(exchange));
    boolean ofRollout = ProbeFilter.isProbe(exchange);
    if (!ofRollout) {
      measure(request);
    }
    if (code != null && error != null) {
      count(code, error);
    }
    boolean probe = ofRollout || route.startsWith("/health");
    if (!probe) {
      windows.add(request);
    }
    log.write(request, RequestIdFilter.idOf(exchange), actorOf(exchange), code, probe);
  }

  private static int statusOf(ServerHttpResponse response, boolean left) {
    HttpStatusCode status = response.getStatusCode();
    if (left && !response.isCommitted()) {
      return 0;
    }
    return status == null ? 200 : status.value();
  }

  private static boolean slowCounts(ServerWebExchange exchange) {
    MediaType type = exchange.getResponse().getHeaders().getContentType();
    return !exchange.getRequest().getQueryParams().containsKey("waitSeconds")
        && !exchange.getRequest().getQueryParams().containsKey("wait_seconds")
        && !MediaType.TEXT_EVENT_STREAM.isCompatibleWith(type);
  }

  private static String actorOf(ServerWebExchange exchange) {
    Object actor = exchange.getAttribute(Gate.ACTOR);
    return actor == null ? "anonymous" : actor.toString();
  }

  private void measure(Request request) {
    Timer.builder(Metric.HTTP_REQUESTS.meter())
        .tags(
            "method",
            request.method(),
            "uri",
            request.route(),
            "status",
            request.status() == 0 ? "UNKNOWN" : Integer.toString(request.status()),
            "outcome",
            request.outcome(),
            "cohort",
            request.cohort().label())
        .serviceLevelObjectives(Metric.HTTP_REQUESTS.buckets())
        .register(registry)
        .record(Duration.ofNanos(Math.round(request.seconds() * 1e9)));
  }

  private void count(ErrorCode code, Throwable error) {
    Counter.builder(Metric.ERRORS.meter())
        .tags("error_code", code.name(), "severity", code.status() >= 500 ? "error" : "warning")
        .register(registry)
        .increment();
    if (code == ErrorCode.INTERNAL_ERROR) {
      Counter.builder(Metric.UNHANDLED.meter())
          .tag("type", error.getClass().getName())
          .register(registry)
          .increment();
    }
  }
}
