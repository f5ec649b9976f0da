/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.serve;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.discoveries.DiscoveryEndpoints;
import io.signalharvester.app.health.Health;
import io.signalharvester.app.health.HealthEndpoints;
import io.signalharvester.app.keys.ApiKeyGate;
import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.telemetry.Version;
import io.signalharvester.app.web.CursorCodec;
import io.signalharvester.app.web.EndpointRoutes;
import io.signalharvester.app.web.ProblemHandler;
import io.signalharvester.app.web.RequestIdFilter;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
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
      RedisLink redis,
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
  DiscoveryEndpoints discoveryEndpoints(
      @Qualifier("requestPool") Postgres requests,
      Settings settings,
      JsonMapper json,
      Clock clock) {
    CursorCodec cursors =
        new CursorCodec(Objects.requireNonNull(settings.access().cursorSecret()), json, clock);
    return new DiscoveryEndpoints(requests.client(), cursors, clock);
  }

  @Bean
  RouterFunction<ServerResponse> publicRoutes(
      HealthEndpoints health, DiscoveryEndpoints discoveries, ApiKeyGate gate) {
    return EndpointRoutes.of(
        Stream.concat(health.endpoints().stream(), discoveries.endpoints().stream()).toList(),
        gate);
  }

  @Bean
  ManagementServer managementServer(
      Ports ports,
      HealthEndpoints health,
      RequestIdFilter requestIds,
      ProblemHandler problems,
      ReactorResourceFactory eventLoops) {
    return new ManagementServer(
        ports, health.endpoints(), requestIds, problems, eventLoops.getLoopResources());
  }
}
