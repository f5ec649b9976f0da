/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.serve;

import io.lettuce.core.metrics.MicrometerCommandLatencyRecorder;
import io.lettuce.core.metrics.MicrometerOptions;
import io.signalharvester.app.cache.CacheGenerations;
import io.signalharvester.app.cache.CacheWatch;
import io.signalharvester.app.cache.ResponseCache;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.discoveries.DiscoveryEndpoints;
import io.signalharvester.app.health.Health;
import io.signalharvester.app.health.HealthEndpoints;
import io.signalharvester.app.info.InfoEndpoints;
import io.signalharvester.app.keys.ApiKeyGate;
import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.stats.StatsEndpoints;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.telemetry.Meters;
import io.signalharvester.app.telemetry.Version;
import io.signalharvester.app.topics.TopicEndpoints;
import io.signalharvester.app.traffic.MetricsEndpoints;
import io.signalharvester.app.traffic.Traffic;
import io.signalharvester.app.traffic.WindowsEndpoints;
import io.signalharvester.app.web.CursorCodec;
import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.EndpointRoutes;
import io.signalharvester.app.web.EntityTagFilter;
import io.signalharvester.app.web.ProblemHandler;
import io.signalharvester.app.web.RequestIdFilter;
import io.signalharvester.app.web.RouteTemplates;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts of the serving process. Settings, ports and the clock are handed in by {@link Server}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ServeConfiguration {

  @Bean
  Postgres requestPool(Settings settings) {
    return Postgres.open(settings.database(), "harvest-serve", settings.database().poolSize());
  }

  @Bean
  Postgres probePool(Settings settings) {
    return Postgres.open(settings.database(), "harvest-probe", 2);
  }

  @Bean
  RedisLink redisLink(Settings settings) {
    return new RedisLink(settings.redis());
  }

  @Bean
  RedisLink cacheLink(Settings settings, Meters meters) {
    return new RedisLink(
        settings.redis(),
        CacheGenerations.DATABASE,
        new MicrometerCommandLatencyRecorder(meters.registry(), MicrometerOptions.create()));
  }

  @Bean
  Meters meters(@Qualifier("requestPool") Postgres requests) {
    Meters meters = new Meters();
    PoolMeters.register(requests.sizes(), meters.registry());
    return meters;
  }

  @Bean(initMethod = "start")
  ResponseCache responseCache(
      Settings settings,
      @Qualifier("cacheLink") RedisLink link,
      ServerCodecConfigurer codecs,
      JsonMapper json,
      Meters meters,
      Clock clock) {
    return new ResponseCache(
        link,
        Version.current(),
        settings.database().address() + "/" + settings.database().database(),
        codecs,
        json,
        new CacheWatch(meters.registry()),
        clock,
        () -> ThreadLocalRandom.current().nextDouble(),
        Schedulers.parallel());
  }

  @Bean
  EntityTagFilter entityTagFilter() {
    return new EntityTagFilter();
  }

  @Bean
  Traffic traffic(PublicEndpoints endpoints, Meters meters, Clock clock) {
    return new Traffic(new RouteTemplates(endpoints.all()), meters.registry(), clock);
  }

  /**
   * Event loops of this server alone: those that the JVM shares would end with the first context
   * that closes.
   */
  @Bean
  ReactorResourceFactory eventLoops() {
    ReactorResourceFactory loops = new ReactorResourceFactory();
    loops.setUseGlobalResources(false);
    // Both servers are down by then, so there is nothing to be quiet for.
    loops.setShutdownQuietPeriod(Duration.ZERO);
    return loops;
  }

  @Bean
  RequestIdFilter requestIdFilter(Clock clock) {
    return new RequestIdFilter(clock);
  }

  @Bean
  ApiKeyGate apiKeyGate(Settings settings) {
    return new ApiKeyGate(settings.access().apiKey());
  }

  @Bean
  ProblemHandler problemHandler(JsonMapper json, Clock clock) {
    return new ProblemHandler(json, clock);
  }

  @Bean
  Health health(
      @Qualifier("probePool") Postgres probes,
      @Qualifier("requestPool") Postgres requests,
      @Qualifier("redisLink") RedisLink redis,
      Clock clock) {
    return new Health(
        probes.client(), requests, redis, SchemaLevel.NEEDS, Version.current(), clock);
  }

  @Bean
  ApplicationListener<ContextClosedEvent> drainOnClose(Health health) {
    return event -> health.drain();
  }

  @Bean
  HealthEndpoints healthEndpoints(Health health) {
    return new HealthEndpoints(health);
  }

  @Bean
  CursorCodec cursorCodec(Settings settings, JsonMapper json, Clock clock) {
    return new CursorCodec(Objects.requireNonNull(settings.access().cursorSecret()), json, clock);
  }

  @Bean
  DiscoveryEndpoints discoveryEndpoints(
      @Qualifier("requestPool") Postgres requests,
      CursorCodec cursors,
      JsonMapper json,
      Clock clock) {
    return new DiscoveryEndpoints(requests.client(), cursors, json, clock);
  }

  @Bean
  TopicEndpoints topicEndpoints(
      @Qualifier("requestPool") Postgres requests, CursorCodec cursors, Clock clock) {
    return new TopicEndpoints(requests.client(), cursors, clock);
  }

  @Bean
  StatsEndpoints statsEndpoints(@Qualifier("requestPool") Postgres requests, Clock clock) {
    return new StatsEndpoints(requests.client(), clock);
  }

  @Bean
  InfoEndpoints infoEndpoints(@Qualifier("probePool") Postgres probes) {
    return new InfoEndpoints(
        probes.client(), Version.current(), Version.commit(), List.of("serve"));
  }

  /**
   * Everything that the public port answers.
   *
   * @param all the endpoints
   */
  record PublicEndpoints(List<Endpoint> all) {}

  @Bean
  PublicEndpoints publicEndpoints(
      HealthEndpoints health,
      InfoEndpoints info,
      DiscoveryEndpoints discoveries,
      TopicEndpoints topics,
      StatsEndpoints stats) {
    return new PublicEndpoints(
        Stream.of(
                health.endpoints(),
                info.endpoints(),
                discoveries.endpoints(),
                topics.endpoints(),
                stats.endpoints())
            .flatMap(List::stream)
            .toList());
  }

  @Bean
  RouterFunction<ServerResponse> publicRoutes(
      PublicEndpoints endpoints, ApiKeyGate gate, ResponseCache cache) {
    return EndpointRoutes.of(endpoints.all(), gate, cache);
  }

  @Bean
  ManagementServer managementServer(
      Ports ports,
      HealthEndpoints health,
      Traffic traffic,
      Meters meters,
      RequestIdFilter requestIds,
      ProblemHandler problems,
      ReactorResourceFactory eventLoops,
      Clock clock) {
    List<Endpoint> endpoints = new ArrayList<>(health.endpoints());
    endpoints.addAll(new WindowsEndpoints(traffic, clock).endpoints());
    endpoints.addAll(new MetricsEndpoints(meters.registry(), Schedulers.parallel()).endpoints());
    return new ManagementServer(
        ports, endpoints, requestIds, problems, eventLoops.getLoopResources());
  }
}
