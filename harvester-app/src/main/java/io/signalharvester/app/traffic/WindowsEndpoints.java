/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.traffic;

import io.signalharvester.app.telemetry.Metric;
import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.Endpoint.Parameter;
import io.signalharvester.app.web.Endpoint.Reply;
import io.signalharvester.app.web.QueryParameters;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.DoubleStream;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What the operator reads of this process while it judges a rollout. */
public final class WindowsEndpoints {

  private static final List<Double> BOUNDS = DoubleStream.of(Metric.bounds()).boxed().toList();

  private final Traffic traffic;
  private final Clock clock;
  private final String instance = UUID.randomUUID().toString();
  private final Instant started;

  /**
   * Creates the endpoint.
   *
   * @param traffic what it tells
   * @param clock the present
   */
  public WindowsEndpoints(Traffic traffic, Clock clock) {
    this.traffic = traffic;
    this.clock = clock;
    this.started = clock.instant();
  }

  /**
   * The reply.
   *
   * @param instance changes with each start, so that a reader sees that counts began anew
   * @param startedAt when this process started to count
   * @param timestamp the present
   * @param windowSeconds length of a window
   * @param boundsSeconds the bounds of slower
   * @param inFlight requests that run
   * @param oldestAgeSeconds age of the oldest of them
   * @param windows windows with requests
   */
  record Body(
      String instance,
      Instant startedAt,
      Instant timestamp,
      long windowSeconds,
      List<Double> boundsSeconds,
      int inFlight,
      double oldestAgeSeconds,
      List<Windows.View> windows) {}

  /** Returns the endpoints of this feature. */
  public List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(
            HttpMethod.GET,
            "/windows",
            Endpoint.Access.PUBLIC,
            "Requests of the public port, probes left out, in windows of 10 s over the last six hours. A window without"
                + " requests is left out. Counts begin anew when instance changes. slower[i] counts requests that took"
                + " longer than boundsSeconds[i]; streams and requests with waitSeconds never count there.",
            List.of(
                new Parameter(
                    "since",
                    "a moment such as 2026-03-01T12:00:00Z",
                    "all windows",
                    "Windows that started before are left out.")),
            List.of(
                new Reply(
                    200,
                    "{instance, startedAt, timestamp, windowSeconds, boundsSeconds[], inFlight, oldestAgeSeconds,"
                        + " windows[{start, complete, cohorts{split, pinned, none}, routes{template of the 20"
                        + " busiest}}]}; each of cohorts and routes is {requests, serverErrors (5xx), clientErrors (4xx"
                        + " other than 401, 403, 404, 429), slower[]}"),
                new Reply(422, "VALIDATION_FAILED with errors[{field, code, message}]")),
            this::tell));
  }

  private Mono<ServerResponse> tell(ServerRequest request) {
    QueryParameters parameters = new QueryParameters(request.queryParams());
    Instant since = parameters.moment("since");
    parameters.refuseErrors();
    InFlight inFlight = traffic.inFlight();
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .bodyValue(
            new Body(
                instance,
                started,
                clock.instant(),
                Windows.LENGTH.toSeconds(),
                BOUNDS,
                inFlight.count(),
                inFlight.oldestSeconds(),
                traffic.windows().since(since)));
  }
}
