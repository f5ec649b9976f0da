/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.serve;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.health.Health;
import io.signalharvester.app.health.HealthEndpoints;
import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.telemetry.Meters;
import io.signalharvester.app.telemetry.Version;
import io.signalharvester.app.traffic.MetricsEndpoints;
import io.signalharvester.app.traffic.Traffic;
import io.signalharvester.app.traffic.WindowsEndpoints;
import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.ProblemHandler;
import io.signalharvester.app.web.RequestIdFilter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every serving process has: its stores, its health and the port that tells of it. Settings,
 * ports and the clock are handed in by {@link Server}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CommonConfiguration {

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
  Meters meters(@Qualifier("requestPool") Postgres requests) {
    Meters meters = new Meters();
    PoolMeters.register(requests.sizes(), meters.registry());
    return meters;
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
  ManagementServer managementServer(
      Ports ports,
      HealthEndpoints health,
      ObjectProvider<Traffic> traffic,
      Meters meters,
      RequestIdFilter requestIds,
      ProblemHandler problems,
      ReactorResourceFactory eventLoops,
      Clock clock) {
    List<Endpoint> endpoints = new ArrayList<>(health.endpoints());
    // A worker has no requests to tell of.
    traffic.ifAvailable(seen -> endpoints.addAll(new WindowsEndpoints(seen, clock).endpoints()));
    endpoints.addAll(new MetricsEndpoints(meters.registry(), Schedulers.parallel()).endpoints());
    return new ManagementServer(
        ports, endpoints, requestIds, problems, eventLoops.getLoopResources());
  }
}
