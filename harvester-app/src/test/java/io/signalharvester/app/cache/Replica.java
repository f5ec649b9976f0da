/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.testkit.NonBlocking;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestSettings;
import io.signalharvester.app.web.CacheClass;
import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.EndpointRoutes;
import io.signalharvester.app.web.ProblemHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** A cache before one handler at {@code /thing} (class discovery), as one replica has it. */
final class Replica implements AutoCloseable {

  private final RedisLink link;
  private final ResponseCache cache;
  private final WebTestClient client;
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  record Answer(int status, String cache, String body) {}

  Replica(TestRedis redis, Clock clock, String version, HandlerFunction<ServerResponse> handler) {
    NonBlocking.watch();
    link = link(redis);
    cache =
        new ResponseCache(
            link,
            version,
            "database",
            ServerCodecConfigurer.create(),
            JsonMapper.shared(),
            new CacheWatch(registry),
            clock,
            () -> 0.5,
            Schedulers.parallel());
    cache.start();
    Endpoint endpoint =
        new Endpoint(
                HttpMethod.GET, "/thing", Endpoint.Access.PUBLIC, "", List.of(), List.of(), handler)
            .cachedAs(CacheClass.DISCOVERY);
    client =
        WebTestClient.bindToRouterFunction(
                EndpointRoutes.of(List.of(endpoint), request -> {}, cache))
            .handlerStrategies(
                HandlerStrategies.empty()
                    .codecs(codecs -> codecs.registerDefaults(true))
                    .exceptionHandler(new ProblemHandler(JsonMapper.shared(), clock))
                    .build())
            .configureClient()
            .responseTimeout(Duration.ofSeconds(30))
            .build();
  }

  static RedisLink link(TestRedis redis) {
    Settings settings =
        TestSettings.serving(Map.of("DATABASE_URL", "postgresql://nowhere.invalid/x"), redis.url());
    return new RedisLink(
        settings.redis(), CacheGenerations.DATABASE, CommandLatencyRecorder.disabled());
  }

  Replica awaitRedis() {
    await().atMost(Duration.ofSeconds(15)).until(cache::usesRedis);
    return this;
  }

  boolean usesRedis() {
    return cache.usesRedis();
  }

  Answer get(String query) {
    EntityExchangeResult<String> result =
        client.get().uri("/thing" + query).exchange().expectBody(String.class).returnResult();
    return new Answer(
        result.getStatus().value(),
        String.valueOf(result.getResponseHeaders().getFirst("X-Cache")),
        String.valueOf(result.getResponseBody()));
  }

  @Override
  public void close() {
    cache.close();
    link.close();
  }
}
