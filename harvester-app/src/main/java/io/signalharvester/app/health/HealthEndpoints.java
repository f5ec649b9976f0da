/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.health;

import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.Endpoint.Reply;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The probes over HTTP, on the public and on the management port. */
public final class HealthEndpoints {

  private final Health health;

  /**
   * Creates the endpoints.
   *
   * @param health what they tell
   */
  public HealthEndpoints(Health health) {
    this.health = health;
  }

  /** Returns the endpoints of this feature. */
  public List<Endpoint> endpoints() {
    String body =
        "{status, version, uptimeSeconds, components[], timestamp}, status healthy or degraded";
    String unhealthy = "the same body: unhealthy, draining, or a schema that does not fit";
    return List.of(
        endpoint(
            "/health/live",
            "Answers while the process runs; touches no store.",
            List.of(new Reply(200, "{status}")),
            request -> live()),
        endpoint(
            "/health/ready",
            "Whether requests should be sent here: the database answers, the schema fits, not draining.",
            List.of(new Reply(200, body), new Reply(503, unhealthy)),
            request -> health.ready().flatMap(HealthEndpoints::reply)),
        endpoint(
            "/health",
            "The same as /health/ready.",
            List.of(new Reply(200, body), new Reply(503, unhealthy)),
            request -> health.ready().flatMap(HealthEndpoints::reply)),
        endpoint(
            "/health/startup",
            "Whether the process has come up: the schema fits and the pool has opened a connection.",
            List.of(new Reply(200, body), new Reply(503, "the same body: not yet")),
            request -> health.startup().flatMap(HealthEndpoints::reply)));
  }

  private static Endpoint endpoint(
      String path, String summary, List<Reply> replies, HandlerFunction<ServerResponse> handler) {
    return new Endpoint(
        HttpMethod.GET, path, Endpoint.Access.PUBLIC, summary, List.of(), replies, handler);
  }

  private static Mono<ServerResponse> live() {
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .bodyValue(Map.of("status", "alive"));
  }

  private static Mono<ServerResponse> reply(Health.Answer answer) {
    return ServerResponse.status(answer.ok() ? 200 : 503)
        .contentType(MediaType.APPLICATION_JSON)
        .cacheControl(CacheControl.noStore())
        .bodyValue(answer.body());
  }
}
