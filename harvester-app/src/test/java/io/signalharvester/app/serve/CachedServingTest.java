/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.signalharvester.app.cache.CacheEvent;
import io.signalharvester.app.cache.CacheGenerations;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestServer;
import io.signalharvester.app.testkit.TestSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Two servers on one PostgreSQL and one Redis. */
class CachedServingTest {

  private static final String LIST = "/api/v1/discoveries?minScore=0";

  private static TestPostgres postgres;
  private static String database;
  private static TestRedis redis;
  private static Settings settings;
  private static TestServer one;
  private static TestServer two;

  @BeforeAll
  static void start() {
    postgres = TestPostgres.shared();
    database = postgres.migratedDatabase();
    redis = new TestRedis();
    settings = TestSettings.serving(postgres.environment(database), redis.url());
    one = new TestServer(settings);
    two = new TestServer(settings);
    for (TestServer server : List.of(one, two)) {
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() ->
              String.valueOf(
                      server
                          .management()
                          .get()
                          .uri("/metrics/prometheus")
                          .exchange()
                          .expectBody(String.class)
                          .returnResult()
                          .getResponseBody())
                  .contains("\nharvest_redis_up 1.0"));
    }
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    redis.close();
  }

  private static EntityExchangeResult<String> get(TestServer server, String path, String... tags) {
    WebTestClient.RequestHeadersSpec<?> request = server.api().get().uri(path);
    if (tags.length > 0) {
      request = request.header(HttpHeaders.IF_NONE_MATCH, tags);
    }
    return request.exchange().expectBody(String.class).returnResult();
  }

  private static String cache(EntityExchangeResult<String> result) {
    return result.getResponseHeaders().getFirst("X-Cache");
  }

  private static void addScoredArtifact(int id) {
    postgres.execute(
        database,
        "INSERT INTO artifacts (id, artifact_type, source, external_id, title, published_at) VALUES ("
            + id
            + ", 'preprint', 'arxiv', 'x"
            + id
            + "', 'Title', now())");
    postgres.execute(
        database,
        "INSERT INTO artifact_scores (artifact_id, source, published_at, base_score, discovery_score, rank_key,"
            + " algorithm_version, weights_hash, input_version, computed_at) VALUES ("
            + id
            + ", 'arxiv', now(), 90, 90, 1400, 'v1', '0123456789abcdef', 0, now())");
  }

  @Test
  void afterTheEventBothReplicasTellWhatIsNewAlsoWhereNothingWas() {
    assertThat(cache(get(one, LIST))).isEqualTo("MISS");
    EntityExchangeResult<String> empty = get(two, LIST);
    assertThat(cache(empty)).isEqualTo("HIT");
    assertThat(empty.getResponseBody()).contains("\"items\":[]");
    addScoredArtifact(1);
    assertThat(get(two, LIST).getResponseBody()).contains("\"items\":[]");

    try (RedisLink link =
        new RedisLink(
            settings.redis(), CacheGenerations.DATABASE, CommandLatencyRecorder.disabled())) {
      new CacheGenerations(link, Clock.systemUTC())
          .raise(CacheEvent.SCORE)
          .block(Duration.ofSeconds(5));
    }

    for (TestServer server : List.of(one, two)) {
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> assertThat(get(server, LIST).getResponseBody()).contains("\"id\":1,"));
      assertThat(cache(get(server, LIST))).isEqualTo("HIT");
    }
  }

  @Test
  @Tag("API-04")
  void whoHasTheBodyIsTold304() {
    for (String path : List.of(LIST + "&limit=3", "/health/live")) {
      EntityExchangeResult<String> first = get(one, path);
      String tag = String.valueOf(first.getResponseHeaders().getETag());
      assertThat(tag).matches("\"[0-9a-f]{32}\"");
      assertThat(first.getStatus().value()).isEqualTo(200);

      for (String known :
          List.of(tag, "W/" + tag, "*", "\"other\", " + tag, tag.substring(0, 33) + "-gzip\"")) {
        EntityExchangeResult<String> again = get(one, path, known);
        assertThat(again.getStatus().value()).as(path + " " + known).isEqualTo(304);
        assertThat(again.getResponseBody()).isNull();
        assertThat(again.getResponseHeaders().getETag()).isEqualTo(tag);
      }
      assertThat(get(one, path, "\"other\"").getResponseBody()).isEqualTo(first.getResponseBody());
    }
    assertThat(get(one, LIST + "&limit=3").getResponseHeaders().getCacheControl())
        .isEqualTo("private, max-age=0, must-revalidate");
    assertThat(get(one, "/health/live").getResponseHeaders().getCacheControl())
        .isEqualTo("no-store");
  }

  @Test
  void errorsCarryNoTag() {
    EntityExchangeResult<String> refused = get(one, LIST + "&limit=0", "*");
    assertThat(refused.getStatus().value()).isEqualTo(422);
    assertThat(refused.getResponseHeaders().getETag()).isNull();
    assertThat(cache(refused)).isNull();
  }

  @Test
  void theGateStandsBeforeTheCache() {
    get(one, LIST + "&limit=4");
    one.anonymous()
        .get()
        .uri(LIST + "&limit=4")
        .exchange()
        .expectStatus()
        .isUnauthorized()
        .expectHeader()
        .doesNotExist("X-Cache");
  }
}
