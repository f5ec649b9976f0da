/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.serve;

import io.lettuce.core.metrics.MicrometerCommandLatencyRecorder;
import io.lettuce.core.metrics.MicrometerOptions;
import io.signalharvester.app.cache.CacheGenerations;
import io.signalharvester.app.cache.CacheWatch;
import io.signalharvester.app.cache.ResponseCache;
import io.signalharvester.app.config.Secret;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.discoveries.DiscoveryEndpoints;
import io.signalharvester.app.health.HealthEndpoints;
import io.signalharvester.app.info.InfoEndpoints;
import io.signalharvester.app.keys.ApiKeyGate;
import io.signalharvester.app.stats.StatsEndpoints;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.telemetry.Meters;
import io.signalharvester.app.telemetry.Version;
import io.signalharvester.app.topics.TopicEndpoints;
import io.signalharvester.app.traffic.Traffic;
import io.signalharvester.app.web.CursorCodec;
import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.EndpointRoutes;
import io.signalharvester.app.web.EntityTagFilter;
import io.signalharvester.app.web.ProbeFilter;
import io.signalharvester.app.web.RouteTemplates;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** What a process has that answers requests. */
@Configuration(proxyBeanMethods = false)
@Import(CommonConfiguration.class)
class ApiConfiguration {

  @Bean
  RedisLink cacheLink(Settings settings, Meters meters) {
    return new RedisLink(
        settings.redis(),
        CacheGenerations.DATABASE,
        new MicrometerCommandLatencyRecorder(meters.registry(), MicrometerOptions.create()));
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
  ProbeFilter probeFilter(Settings settings) {
    Secret master = settings.access().signingMaster();
    return new ProbeFilter(master == null ? null : master.value(), settings.work().revision());
  }

  @Bean
  Traffic traffic(PublicEndpoints endpoints, Meters meters, Clock clock) {
    return new Traffic(new RouteTemplates(endpoints.all()), meters.registry(), clock);
  }

  @Bean
  ApiKeyGate apiKeyGate(Settings settings) {
    return new ApiKeyGate(settings.access().apiKey());
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
}
