/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.traffic;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.Endpoint.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The metrics in the forms of Prometheus. */
public final class MetricsEndpoints {

  private static final MediaType OPEN_METRICS =
      MediaType.parseMediaType("application/openmetrics-text;version=1.0.0;charset=utf-8");
  private static final MediaType TEXT =
      MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");

  private final PrometheusMeterRegistry registry;
  private final Scheduler work;

  /**
   * Creates the endpoint.
   *
   * @param registry the metrics
   * @param work writes them, so that no event loop does
   */
  public MetricsEndpoints(PrometheusMeterRegistry registry, Scheduler work) {
    this.registry = registry;
    this.work = work;
  }

  /** Returns the endpoints of this feature. */
  public List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(
                HttpMethod.GET,
                "/metrics/prometheus",
                Endpoint.Access.PUBLIC,
                "The metrics of metrics.md as text, OpenMetrics when Accept asks for it.",
                List.of(),
                List.of(new Reply(200, "exposition text")),
                this::tell)
            .offering(MediaType.TEXT_PLAIN, OPEN_METRICS));
  }

  private Mono<ServerResponse> tell(ServerRequest request) {
    MediaType type =
        request.headers().accept().stream()
                .anyMatch(accepted ->
                    accepted.isConcrete() && accepted.equalsTypeAndSubtype(OPEN_METRICS))
            ? OPEN_METRICS
            : TEXT;
    return Mono.fromCallable(() -> written(type))
        .subscribeOn(work)
        .flatMap(bytes ->
            ServerResponse.ok()
                .contentType(type)
                .cacheControl(CacheControl.noStore())
                .bodyValue(bytes));
  }

  private byte[] written(MediaType type) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      registry.scrape(bytes, type.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
