/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.signalharvester.app.cache.CacheEvent;
import io.signalharvester.app.cache.CacheGenerations;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.telemetry.Metric;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestServer;
import io.signalharvester.app.testkit.TestSettings;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The metrics and windows of a real server under real requests. */
class TrafficTest {

  private static final List<Metric> METRICS =
      Arrays.stream(Metric.values())
          .filter(metric -> metric.exposer() == Metric.Exposer.API)
          .toList();

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String LIST = "/api/v1/discoveries";
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-z0-9_]+?)(_bucket|_sum|_count)?(?:\\{(.*)\\})? (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

  /** What never changes in a process, and so cannot move. */
  private static final Set<Metric> FIXED =
      Set.of(Metric.BUILD_INFO, Metric.POOL_MAX_ALLOCATED, Metric.POOL_MAX_PENDING);

  private final Map<String, String> types = new TreeMap<>();
  private final Map<String, Set<String>> labels = new HashMap<>();

  /** Values of each series over all scrapes; a series that appears later starts from nothing. */
  private final Map<String, Set<String>> values = new HashMap<>();

  private static String text(TestServer server) {
    return String.valueOf(
        server
            .management()
            .get()
            .uri("/metrics/prometheus")
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentTypeCompatibleWith(MediaType.TEXT_PLAIN)
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }

  private void scrape(TestServer server) {
    String text = text(server);
    TYPE.matcher(text).results().forEach(found -> types.put(found.group(1), found.group(2)));
    Matcher samples = SAMPLE.matcher(text);
    while (samples.find()) {
      String family = samples.group(1);
      Set<String> names = labels.computeIfAbsent(family, name -> new TreeSet<>());
      String given = samples.group(3) == null ? "" : samples.group(3);
      LABEL.matcher(given).results().forEach(found -> names.add(found.group(1)));
      values
          .computeIfAbsent(family + samples.group(2) + given, series -> new HashSet<>())
          .add(samples.group(4));
    }
  }

  private static void get(TestServer server, String path) {
    server.api().get().uri(path).header("x-harvester-cohort", "split").exchange().expectBody();
  }

  @Test
  void everyMetricOfTheCatalogueIsThereAndMovesAndNoOtherIs() throws Exception {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.migratedDatabase();
    Map<String, String> environment = new HashMap<>(postgres.environment(database));
    environment.put("DB_POOL_SIZE", "1");
    Settings settings;
    try (TestRedis redis = new TestRedis();
        TestServer server =
            new TestServer(settings = TestSettings.serving(environment, redis.url()))) {
      scrape(server);
      await().atMost(DEADLINE).until(() -> text(server).contains("\nharvest_redis_up 1.0"));

      get(server, LIST);
      get(server, LIST);
      get(server, LIST + "?limit=0");
      get(server, "/nowhere");
      server.anonymous().get().uri(LIST).exchange().expectStatus().isUnauthorized();
      scrape(server);
      try (Connection holder = postgres.connect(database);
          Statement lock = holder.createStatement()) {
        holder.setAutoCommit(false);
        lock.execute("LOCK TABLE artifact_scores IN ACCESS EXCLUSIVE MODE");
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int limit : List.of(7, 8)) {
          waiting.add(
              CompletableFuture.runAsync(
                  () -> get(server, LIST + "?limit=" + limit), Thread::startVirtualThread));
        }
        await()
            .atMost(DEADLINE)
            .until(() -> text(server).contains("r2dbc_pool_pending_connections 1.0"));
        scrape(server);
        JsonNode running =
            JsonMapper.shared()
                .readTree(
                    server
                        .management()
                        .get()
                        .uri("/windows")
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getResponseBody());
        assertThat(running.path("inFlight").asInt()).isEqualTo(2);
        assertThat(running.path("oldestAgeSeconds").asDouble()).isPositive();
        holder.rollback();
        waiting.forEach(CompletableFuture::join);
      }
      try (RedisLink link =
          new RedisLink(
              settings.redis(), CacheGenerations.DATABASE, CommandLatencyRecorder.disabled())) {
        new CacheGenerations(link, Clock.systemUTC()).raise(CacheEvent.FETCH).block(DEADLINE);
      }
      postgres.execute(database, "ALTER TABLE artifact_scores RENAME COLUMN novelty TO news");
      get(server, LIST + "?limit=9");
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> {
            scrape(server);
            assertThat(types).containsKey("harvest_cache_invalidations_total");
          });
      redis.stop();
      await().atMost(DEADLINE).until(() -> text(server).contains("\nharvest_redis_up 0.0"));
      scrape(server);
      redis.start();
    }

    for (Metric metric : METRICS) {
      assertThat(types)
          .containsEntry(metric.exposed(), metric.type().name().toLowerCase(Locale.ROOT));
      Set<String> expected = new TreeSet<>(metric.labels());
      if (metric.type() == Metric.Type.HISTOGRAM) {
        expected.add("le");
      }
      assertThat(labels.get(metric.exposed())).as(metric.exposed()).isEqualTo(expected);
      boolean moved =
          values.entrySet().stream()
              .filter(series -> series.getKey().startsWith(metric.exposed()))
              .anyMatch(series ->
                  series.getValue().size() > 1
                      || metric.type() != Metric.Type.GAUGE && !series.getValue().contains("0.0"));
      assertThat(moved || FIXED.contains(metric)).as("%s moves", metric.exposed()).isTrue();
    }
    Set<String> listed = new TreeSet<>();
    for (Metric metric : METRICS) {
      listed.add(metric.exposed());
      if (metric.type() == Metric.Type.HISTOGRAM) {
        listed.add(metric.exposed() + "_max");
      }
    }
    assertThat(types.keySet())
        .filteredOn(name -> Metric.PREFIXES_OF_THE_RUNTIME.stream().noneMatch(name::startsWith))
        .isSubsetOf(listed);
    assertThat(types.keySet()).anyMatch(name -> name.startsWith("jvm_memory"));
    assertThat(types.keySet()).anyMatch(name -> name.startsWith("process_cpu"));
  }

  @Test
  void labelsAreBoundedWhateverClientsSend() {
    TestPostgres postgres = TestPostgres.shared();
    try (TestServer server =
        new TestServer(
            TestSettings.serving(
                postgres.environment(postgres.migratedDatabase()), TestRedis.shared().url()))) {
      for (int i = 0; i < 30; i++) {
        server
            .api()
            .method(org.springframework.http.HttpMethod.valueOf("METHOD" + i))
            .uri("/made/up/" + i)
            .header("x-harvester-cohort", "cohort" + i)
            .exchange()
            .expectStatus()
            .isNotFound();
      }

      String text = text(server);
      assertThat(text)
          .contains(
              "http_server_requests_seconds_count{cohort=\"none\",method=\"OTHER\",outcome=\"CLIENT_ERROR\",status=\"404\",uri=\"unmatched\"} 30")
          .doesNotContain("made", "METHOD", "cohort1");
    }
  }

  @Test
  void windowsTellRequestsByCohortAndRouteAndSinceWhen() {
    TestPostgres postgres = TestPostgres.shared();
    try (TestServer server =
        new TestServer(
            TestSettings.serving(
                postgres.environment(postgres.migratedDatabase()), TestRedis.shared().url()))) {
      get(server, LIST + "?limit=0");
      get(server, "/health/live");
      server.api().get().uri(LIST).exchange().expectStatus().isOk();

      JsonNode body = windows(server, "");
      Map<String, Integer> byCohort = new TreeMap<>();
      Map<String, Integer> byRoute = new TreeMap<>();
      int clientErrors = 0;
      for (JsonNode window : body.path("windows")) {
        window
            .path("cohorts")
            .forEachEntry((name, counts) ->
                byCohort.merge(name, counts.path("requests").asInt(), Integer::sum));
        window
            .path("routes")
            .forEachEntry((name, counts) ->
                byRoute.merge(name, counts.path("requests").asInt(), Integer::sum));
        clientErrors += window.path("cohorts").path("split").path("clientErrors").asInt();
      }
      assertThat(byCohort).containsExactly(Map.entry("none", 1), Map.entry("split", 1));
      assertThat(byRoute).containsExactly(Map.entry(LIST, 2));
      assertThat(clientErrors).isEqualTo(1);
      assertThat(body.path("instance").asString()).hasSize(36);
      assertThat(body.path("boundsSeconds").size()).isEqualTo(11);

      assertThat(windows(server, "?since=2999-01-01T00:00:00Z").path("windows").isEmpty()).isTrue();
      server
          .management()
          .get()
          .uri("/windows?since=yesterday")
          .exchange()
          .expectStatus()
          .isEqualTo(422);
      server.anonymous().get().uri("/windows").exchange().expectStatus().isNotFound();
      server.anonymous().get().uri("/metrics/prometheus").exchange().expectStatus().isNotFound();
    }
  }

  private static JsonNode windows(TestServer server, String query) {
    return JsonMapper.shared()
        .readTree(
            server
                .management()
                .get()
                .uri("/windows" + query)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
  }

  @Test
  void aProbeOfARolloutIsToldTheRevisionAndCountsNowhere() throws Exception {
    TestPostgres postgres = TestPostgres.shared();
    Map<String, String> environment =
        new HashMap<>(postgres.environment(postgres.migratedDatabase()));
    environment.put("HARVEST_SIGNING_MASTER", "master");
    environment.put("HARVEST_REVISION", "1a2b3c4d");
    try (TestRedis redis = new TestRedis();
        TestServer server = new TestServer(TestSettings.serving(environment, redis.url()))) {
      server
          .api()
          .get()
          .uri("/api/v1/info")
          .header("X-Harvester-Probe", "RpHrOLdSgydyLirFt0AD-acQuji7OKHTSgjzAGKNUCY")
          .exchange()
          .expectStatus()
          .isOk()
          .expectHeader()
          .valueEquals("X-Harvester-Revision", "1a2b3c4d");
      assertThat(counted(server)).isFalse();
      server
          .api()
          .get()
          .uri("/api/v1/info")
          .exchange()
          .expectStatus()
          .isOk()
          .expectHeader()
          .doesNotExist("X-Harvester-Revision");
      await().atMost(DEADLINE).until(() -> counted(server));
    }
  }

  private static boolean counted(TestServer server) {
    return text(server)
        .lines()
        .anyMatch(line ->
            line.startsWith("http_server_requests_seconds_count")
                && line.contains("uri=\"/api/v1/info\""));
  }
}
