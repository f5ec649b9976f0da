/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import static io.signalharvester.app.testkit.Replies.ok;
import static io.signalharvester.app.testkit.Replies.problem;
import static io.signalharvester.app.testkit.Replies.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestServer;
import io.signalharvester.app.testkit.TestSettings;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TopicApiTest {

  private static final String TOPICS = "/api/v1/topics";
  private static final String TODAY = "(now() AT TIME ZONE 'UTC')::date";

  private static TestPostgres postgres;
  private static String database;
  private static TestServer server;

  @BeforeAll
  static void start() {
    postgres = TestPostgres.shared();
    database = postgres.migratedDatabase();
    postgres.execute(
        database,
        "INSERT INTO topics (id, name, taxonomy_path, description) VALUES"
            + " (1, 'ai', 'ai', 'All of it'), (2, 'ml', 'ai/ml', NULL), (3, 'llms', 'ai/ml/llms', NULL),"
            + " (4, 'vision', 'ai/ml/cv', NULL), (5, '100% größe', 'other/größe', NULL), (6, 'a_b', 'x/a_b', NULL),"
            + " (7, 'axb', 'x/axb', NULL), (8, 'mlx', 'ai/mlx', NULL), (9, 'unused', NULL, NULL),"
            + " (10, 'ai/ml/cv', 'odd', NULL), (11, 'two words', NULL, NULL)");
    // The list of topic 3 also has a day just before the usual window, and tomorrow.
    postgres.execute(
        database,
        "INSERT INTO topic_daily_stats (topic_id, day, artifact_count, avg_discovery_score)"
            + " SELECT topic, "
            + TODAY
            + " - age, artifacts, score FROM (VALUES (3, 0, 2, 80), (3, 2, 1, 20), (3, 13, 4, 10), (3, 14, 50, 90),"
            + " (3, -1, 9, 1), (4, 1, 7, 40), (5, 0, 7, 40), (6, 0, 7, 41), (7, 3, 5, NULL), (8, 0, 7, NULL),"
            + " (1, 364, 8, 5)) AS d (topic, age, artifacts, score)");
    server =
        new TestServer(
            TestSettings.serving(postgres.environment(database), TestRedis.shared().url()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> names(String path) {
    return ok(server, path)
        .path("items")
        .valueStream()
        .map(item -> item.path("name").asString())
        .toList();
  }

  private static JsonNode timeline(String topic) {
    return ok(server, TOPICS + "/" + topic + "/timeline").path("items");
  }

  @Test
  @Tag("API-24")
  void trendingCountsTheWindowAndOrdersByCountAverageAndId() {
    JsonNode page = ok(server, TOPICS + "/trending");

    assertThat(page.propertyNames()).containsExactly("items", "nextCursor", "hasMore");
    assertThat(names(TOPICS + "/trending"))
        .containsExactly("a_b", "vision", "100% größe", "llms", "mlx", "axb");
    JsonNode llms = page.path("items").get(3);
    assertThat(llms.propertyNames())
        .containsExactly(
            "id",
            "name",
            "taxonomyPath",
            "description",
            "artifactCount",
            "avgDiscoveryScore",
            "createdAt",
            "updatedAt");
    assertThat(llms.path("artifactCount").asInt()).isEqualTo(7);
    // (2 x 80 + 1 x 20 + 4 x 10) / 7
    assertThat(llms.path("avgDiscoveryScore").asDouble()).isEqualTo(31.4286);
    assertThat(page.path("items").get(4).path("avgDiscoveryScore").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "window=1, 'a_b,100% größe,mlx,llms'",
    "windowDays=1, 'a_b,100% größe,mlx,llms'",
    "window_days=15, 'llms,a_b,vision,100% größe,mlx,axb'",
    "'window=1&minArtifactCount=3', 'a_b,100% größe,mlx'",
    "'window=1&min_artifact_count=8', ''",
    "'window=365&limit=2', 'llms,ai'"
  })
  @Tag("API-24")
  void trendingTakesItsParametersUnderAllTheirNames(String query, String expected) {
    assertThat(String.join(",", names(TOPICS + "/trending?" + query))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/trending", "/trending/paginated"})
  @Tag("API-24")
  void aWalkOverTrendingTopicsReturnsEachOnce(String path) {
    List<String> seen = new ArrayList<>();
    String cursor = "";
    JsonNode page;
    do {
      page = ok(server, TOPICS + path + "?limit=1&window=365" + cursor);
      page.path("items").forEach(item -> seen.add(item.path("name").asString()));
      assertThat(seen).as("a walk must end").hasSizeLessThan(100);
      cursor = "&cursor=" + page.path("nextCursor").asString("");
      assertThat(page.has("total")).isEqualTo(path.endsWith("paginated"));
      assertThat(page.path("total").isNumber()).isFalse();
    } while (page.path("hasMore").asBoolean());

    assertThat(seen).containsExactly("llms", "ai", "a_b", "vision", "100% größe", "mlx", "axb");
  }

  @ParameterizedTest
  @CsvSource({
    "/trending?window=0, window",
    "/trending?windowDays=366, window",
    "/trending?window=3&windowDays=4, window",
    "/trending?minArtifactCount=0, minArtifactCount",
    "/trending?limit=201, limit",
    "/trending/paginated?limit=x, limit",
    "/coverage?days=0, days",
    "/coverage?days=366, days",
    "/llms/timeline?days=0, days",
    "/llms/timeline?days=366, days",
    "/llms/timeline?days=1.5, days",
    "/%00/timeline, name",
    "/%20/timeline, name",
    "?search=, search",
    "?search=%00, search",
    "?parent=, parent",
    "?limit=0, limit"
  })
  void aParameterThatBreaksItsRuleIsNamed(String path, String field) {
    refused(server, TOPICS + path, field);
  }

  @Test
  void severalBrokenParametersAreNamedAtOnce() {
    refused(
        server,
        TOPICS + "/trending?window=0&minArtifactCount=x&limit=0",
        "window",
        "minArtifactCount",
        "limit");
    refused(server, TOPICS + "?search=&parent=&limit=0", "search", "parent", "limit");
  }

  @Test
  void cursorsOfOtherListsAreRefused() {
    String trend = ok(server, TOPICS + "/trending?limit=1").path("nextCursor").asString();
    String list = ok(server, TOPICS + "?limit=1").path("nextCursor").asString();

    problem(server, TOPICS + "?cursor=" + trend, 400, "INVALID_CURSOR");
    problem(server, TOPICS + "?search=a&cursor=" + list, 400, "INVALID_CURSOR");
    problem(server, TOPICS + "/trending?cursor=" + list, 400, "INVALID_CURSOR");
    problem(server, TOPICS + "/trending?window=3&cursor=" + trend, 400, "INVALID_CURSOR");
    problem(server, TOPICS + "/trending?cursor=x", 400, "INVALID_CURSOR");
  }

  @Test
  @Tag("API-25")
  void aTimelineHasEveryDayUntilTodayWithEmptyOnesAsZero() {
    JsonNode days = timeline("llms");

    assertThat(days).hasSize(14);
    assertThat(days.valueStream().map(day -> day.path("count").asInt()))
        .containsExactly(4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2);
    assertThat(days.get(13).path("date").asString())
        .isEqualTo(postgres.text(database, "SELECT " + TODAY));
    assertThat(days.get(0).path("date").asString())
        .isEqualTo(postgres.text(database, "SELECT " + TODAY + " - 13"));
    assertThat(days.get(13).propertyNames())
        .containsExactly("date", "count", "artifactCount", "avgScore", "avgDiscoveryScore");
    assertThat(days.get(13).path("artifactCount").asInt()).isEqualTo(2);
    assertThat(days.get(13).path("avgScore").asDouble()).isEqualTo(80);
    assertThat(days.get(13).path("avgDiscoveryScore").asDouble()).isEqualTo(80);
    assertThat(days.get(12).path("avgScore").asDouble(-1)).isZero();
    assertThat(
            ok(server, TOPICS + "/llms/timeline?days=15")
                .path("items")
                .get(0)
                .path("count")
                .asInt())
        .isEqualTo(50);
    assertThat(ok(server, TOPICS + "/ai/timeline?days=365").path("items"))
        .hasSize(365)
        .first()
        .matches(day -> day.path("count").asInt() == 8);
    assertThat(ok(server, TOPICS + "/ai/timeline?days=1").path("items")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 7",
    "llms, 7",
    "ai%2Fml%2Fllms, 7",
    "ai%2fml%2fllms, 7",
    "100%25%20gr%C3%B6%C3%9Fe, 7",
    "other%2Fgr%C3%B6%C3%9Fe, 7",
    "axb, 5",
    "x%2Fa_b, 7",
    "two%20words, 0",
    // A name wins over the path of another topic.
    "ai%2Fml%2Fcv, 0",
    "4, 7",
    "trending%2F, -1",
    "a%25, -1",
    "LLMs, -1",
    "12, -1",
    "99999999999999999999, -1"
  })
  @Tag("API-25")
  void aTopicIsNamedByIdNameOrEncodedPath(String topic, int count) {
    if (count < 0) {
      problem(server, TOPICS + "/" + topic + "/timeline", 404, "RESOURCE_NOT_FOUND");
    } else {
      assertThat(timeline(topic).valueStream().mapToInt(day -> day.path("count").asInt()).sum())
          .isEqualTo(count);
    }
  }

  @Test
  void fixedWordsComeBeforeNames() {
    assertThat(ok(server, TOPICS + "/coverage").has("target")).isTrue();
    problem(server, TOPICS + "/trending/timeline", 404, "RESOURCE_NOT_FOUND");
    problem(server, TOPICS + "/llms", 404, "RESOURCE_NOT_FOUND");
    problem(server.api().delete().uri(TOPICS + "/trending").exchange(), 405, "METHOD_NOT_ALLOWED");
    for (String path :
        List.of("", "/trending", "/trending/paginated", "/coverage", "/x/timeline")) {
      problem(server.anonymous().get().uri(TOPICS + path).exchange(), 401, "UNAUTHORIZED");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'ai,ml,llms,vision,100% größe,a_b,axb,mlx,unused,ai/ml/cv,two words'",
    "search=ML, 'ml,llms,vision,mlx,ai/ml/cv'",
    "search=%25, '100% größe'",
    "search=a_b, 'a_b'",
    "search=GR%C3%96, '100% größe'",
    "search=%5C, ''",
    "search=o%20w, 'two words'",
    "parent=ai, 'ml,mlx'",
    "parent=ai/ml, 'llms,vision'",
    "parent=x, 'a_b,axb'",
    "parent=%25, ''",
    "parent=nothing, ''",
    "'parent=ai&search=x', 'mlx'",
    "limit=2, 'ai,ml'"
  })
  @Tag("API-23")
  void topicsAreFoundByPartOfTheirNameAndByParent(String query, String expected) {
    assertThat(String.join(",", names(TOPICS + "?" + query))).isEqualTo(expected);
  }

  @Test
  @Tag("API-23")
  void theListOfTopicsCountsAllDaysAndIsWalkedByCursor() {
    JsonNode llms = ok(server, TOPICS + "?search=llms").path("items").get(0);
    assertThat(llms.path("artifactCount").asInt()).isEqualTo(66);
    JsonNode unused = ok(server, TOPICS + "?search=unused").path("items").get(0);
    assertThat(unused.path("artifactCount").asInt(-1)).isZero();
    assertThat(unused.path("avgDiscoveryScore").isNull()).isTrue();

    List<Long> seen = new ArrayList<>();
    String cursor = "";
    JsonNode page;
    do {
      page = ok(server, TOPICS + "?limit=4" + cursor);
      page.path("items").forEach(item -> seen.add(item.path("id").asLong()));
      assertThat(seen).as("a walk must end").hasSizeLessThan(100);
      cursor = "&cursor=" + page.path("nextCursor").asString("");
    } while (page.path("hasMore").asBoolean());
    assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
  }

  @Test
  @Tag("API-23")
  void theListOfTopicsIsAlsoReadByNumberOfThePage() {
    JsonNode page = ok(server, TOPICS + "?page=2&pageSize=3&search=a");
    assertThat(page.toString()).endsWith("\"total\":8,\"page\":2,\"pageSize\":3,\"totalPages\":3}");
    assertThat(page.path("items").valueStream().map(item -> item.path("id").asLong()))
        .containsExactlyElementsOf(
            ok(server, TOPICS + "?search=a")
                .path("items")
                .valueStream()
                .map(item -> item.path("id").asLong())
                .skip(3)
                .limit(3)
                .toList());
    refused(server, TOPICS + "?page=0", "page");
    problem(server, TOPICS + "?page=2&limit=4", 400, "INVALID_PARAMETER");
  }

  @Test
  void coverageIsTheShareOfRecentArtifactsWithATopic() {
    String filled = postgres.migratedDatabase();
    postgres.execute(
        filled,
        "INSERT INTO artifacts (id, artifact_type, source, external_id, published_at, first_seen_at)"
            + " SELECT i, 'story', 'hackernews', i, CASE WHEN i % 2 = 0 THEN now() - i * interval '1 day' END,"
            + " now() - i * interval '1 day' FROM generate_series(1, 40) i");
    postgres.execute(filled, "INSERT INTO topics (id, name) VALUES (1, 'a'), (2, 'b')");
    postgres.execute(
        filled,
        "INSERT INTO artifact_topics (artifact_id, topic_id, published_at)"
            + " SELECT i, t, now() FROM generate_series(7, 40) i, generate_series(1, 2) t");
    try (TestServer other =
        new TestServer(
            TestSettings.serving(postgres.environment(filled), TestRedis.shared().url()))) {
      JsonNode ten = ok(other, TOPICS + "/coverage?days=10");
      // Number 10 is older than ten days by now.
      assertThat(ten.toString())
          .isEqualTo(
              "{\"artifacts\":9,\"withTopic\":3,\"coverage\":0.3333333333333333,\"target\":0.95}");
      assertThat(ok(other, TOPICS + "/coverage").path("artifacts").asInt()).isEqualTo(29);
    }
    assertThat(ok(server, TOPICS + "/coverage").toString())
        .isEqualTo("{\"artifacts\":0,\"withTopic\":0,\"coverage\":null,\"target\":0.95}");
  }

  @Test
  void aStatementThatTakesTooLongIsATimeout() throws Exception {
    var environment = new HashMap<>(postgres.environment(postgres.migratedDatabase()));
    String locked = environment.get("DATABASE_URL").replaceAll(".*/([a-z_0-9]+)\\?.*", "$1");
    environment.put("DB_STATEMENT_TIMEOUT", "300ms");
    try (TestServer slow =
            new TestServer(TestSettings.serving(environment, TestRedis.shared().url()));
        Connection holder = postgres.connect(locked);
        Statement lock = holder.createStatement()) {
      holder.setAutoCommit(false);
      lock.execute("LOCK TABLE topics, artifacts IN ACCESS EXCLUSIVE MODE");

      for (String path : List.of("", "/trending", "/coverage", "/x/timeline")) {
        problem(slow, TOPICS + path, 504, "TIMEOUT");
      }
      problem(slow, "/api/v1/discoveries/1", 504, "TIMEOUT");
    }
  }
}
