/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import static io.signalharvester.app.testkit.Replies.ok;
import static io.signalharvester.app.testkit.Replies.problem;
import static io.signalharvester.app.testkit.Replies.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestServer;
import io.signalharvester.app.testkit.TestSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Tag("API-19")
class DiscoveryFilterApiTest {

  private static final String LIST = "/api/v1/discoveries?minScore=0&limit=200";
  private static final int ROWS = 60;

  private static TestServer server;

  @BeforeAll
  static void start() {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.migratedDatabase();
    SampleRows.add(postgres, database, 1, ROWS, 3);
    postgres.execute(
        database,
        "INSERT INTO topics (id, name, taxonomy_path) VALUES (1, 'llms', 'ai/ml/llms'), (2, 'vision', 'ai/ml/cv'),"
            + " (3, 'learning', 'ai/mlx/learning'), (4, 'größe 100%', NULL), (5, '7', 'numbers/seven'),"
            + " (6, 'wild', 'ai/m_/wild')");
    // Artifacts 1 to 10 have topic 1, 6 to 15 topic 2, 20 topic 3, 21 topic 4, 22 topic 5, 23 topic
    // 6.
    postgres.execute(
        database,
        "INSERT INTO artifact_topics (artifact_id, topic_id, confidence, published_at)"
            + " SELECT i, 1, 0.6, now() FROM generate_series(1, 10) i UNION ALL"
            + " SELECT i, 2, 0.9, now() FROM generate_series(6, 15) i UNION ALL"
            + " SELECT 17 + i, i, 0.8, now() FROM generate_series(3, 6) i");
    postgres.execute(
        database,
        "INSERT INTO artifact_classifications (artifact_id, category, sentiment, urgency, tags_json, reasoning)"
            + " VALUES (6, 'Preprint', 'positive', 2, '[\"b\", \"a\"]', 'Says so.'), (7, 'Other', NULL, NULL, '{}', NULL),"
            + " (8, 'Other', NULL, NULL, '[null, \"c\"]', NULL)");
    server =
        new TestServer(
            TestSettings.serving(postgres.environment(database), TestRedis.shared().url()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Long> ids(String parameters) {
    return ok(server, LIST + parameters)
        .path("items")
        .valueStream()
        .map(item -> item.path("id").asLong())
        .toList();
  }

  private static JsonNode item(long id) {
    return ok(server, LIST)
        .path("items")
        .valueStream()
        .filter(item -> item.path("id").asLong() == id)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void aDiscoveryCarriesItsClassificationAndTopics() {
    JsonNode six = item(6);
    assertThat(six.path("category").asString()).isEqualTo("Preprint");
    assertThat(six.path("sentiment").asString()).isEqualTo("positive");
    assertThat(six.path("urgency").asInt()).isEqualTo(2);
    assertThat(six.path("reasoning").asString()).isEqualTo("Says so.");
    assertThat(texts(six.path("tags"))).containsExactly("b", "a");
    // The surer topic first.
    assertThat(texts(six.path("topics"))).containsExactly("vision", "llms");
    assertThat(item(7).path("tags").isArray()).isTrue();
    assertThat(item(7).path("tags")).isEmpty();
    assertThat(texts(item(8).path("tags"))).containsExactly("c");
    assertThat(item(50).path("topics")).isEmpty();
    assertThat(item(50).path("category").isNull()).isTrue();
  }

  @Test
  void aTopicIsNamedByIdNameOrPathAndAPathSelectsAllBelowIt() {
    assertThat(ids("&topic=1")).hasSize(10).allMatch(id -> id <= 10);
    assertThat(ids("&topic=llms")).hasSize(10).allMatch(id -> id <= 10);
    assertThat(ids("&topic=ai/ml/llms")).hasSize(10);
    assertThat(ids("&topic=ai%2Fml")).hasSize(15).allMatch(id -> id <= 15);
    assertThat(ids("&topic=ai")).hasSize(17);
    assertThat(ids("&topic=gr%C3%B6%C3%9Fe%20100%25")).containsExactly(21L);
    // Digits alone are an id, and there is no topic 7; wildcards mean themselves.
    assertThat(ids("&topic=7")).isEmpty();
    assertThat(ids("&topic=numbers/seven")).containsExactly(22L);
    assertThat(ids("&topic=ai/m_")).containsExactly(23L);
    assertThat(ids("&topic=ai/%25")).isEmpty();
    assertThat(ids("&topic=LLMs")).isEmpty();
    assertThat(ids("&topic=999999999999999999999")).isEmpty();
  }

  @Test
  void anEmptyResultIsAnEmptyPage() {
    JsonNode page = ok(server, LIST + "&topic=nothing");
    assertThat(page.path("items").isArray()).isTrue();
    assertThat(page.path("items")).isEmpty();
    assertThat(page.path("hasMore").asBoolean()).isFalse();
    assertThat(page.path("nextCursor").isNull()).isTrue();
  }

  @Test
  void typesAndSourcesSelectTogether() {
    assertThat(ids("&artifactType=repo")).hasSize(ROWS / 3).allMatch(id -> id % 3 == 0);
    assertThat(ids("&artifact_type=repo&artifactType=preprint")).hasSize(ROWS);
    assertThat(ids("&artifactType=paper")).isEmpty();
    assertThat(ids("&artifactType=repo&source=arxiv")).isEmpty();
    assertThat(ids("&artifactType=repo&source=arxiv&source=github&topic=ai/ml"))
        .containsExactlyInAnyOrder(3L, 6L, 9L, 12L, 15L);
  }

  @ParameterizedTest
  @CsvSource({
    "discoveryScore, discoveryScore",
    "publishedAt, publishedAt",
    "novelty, novelty",
    "emergence, emergence",
    "obscurity, obscurity"
  })
  void everyOrderWorksInBothDirectionsOverHttp(String sort, String field) {
    Set<String> seen = new HashSet<>();
    for (String order : List.of("desc", "asc")) {
      List<Comparable<Object>> keys = new ArrayList<>();
      List<Long> ids = new ArrayList<>();
      String cursor = "";
      JsonNode page;
      do {
        page =
            ok(
                server,
                "/api/v1/discoveries?min_score=0&limit=7&sort="
                    + sort
                    + "&order="
                    + order
                    + cursor);
        for (JsonNode item : page.path("items")) {
          keys.add(key(item.path(field)));
          ids.add(item.path("id").asLong());
        }
        assertThat(ids).as("a walk must end").hasSizeLessThan(1000);
        cursor = "&cursor=" + page.path("nextCursor").asString("");
      } while (page.path("hasMore").asBoolean());

      assertThat(ids).hasSize(ROWS).doesNotHaveDuplicates();
      assertThat(keys)
          .isSortedAccordingTo(
              order.equals("asc") ? Comparator.naturalOrder() : Comparator.reverseOrder());
      seen.add(ids.toString());
    }
    assertThat(seen).as("the directions differ").hasSize(2);
  }

  @SuppressWarnings("unchecked")
  private static Comparable<Object> key(JsonNode value) {
    // Live scores of two pages are those of two moments, so the last digits do not count.
    Object key = value.isNumber() ? (Object) Math.round(value.asDouble() * 100) : value.asString();
    return (Comparable<Object>) key;
  }

  @Test
  void aCursorIsGoodForItsOrderAndFilterOnly() {
    String cursor =
        ok(server, "/api/v1/discoveries?minScore=0&limit=5&sort=novelty")
            .path("nextCursor")
            .asString();
    String walk = "/api/v1/discoveries?minScore=0&limit=5&cursor=" + cursor + "&sort=";

    assertThat(ok(server, walk + "novelty").path("items")).hasSize(5);
    for (String other :
        List.of(
            "emergence",
            "novelty&order=asc",
            "novelty&topic=1",
            "novelty&artifactType=repo",
            "novelty&hours=5")) {
      problem(server, walk + other, 400, "INVALID_CURSOR");
    }
  }

  @Test
  void allBrokenParametersAreNamedAtOnce() {
    refused(
        server,
        "/api/v1/discoveries?minScore=x&hours=0&topic=&source=y&artifactType=z&sort=a&order=b&limit=0",
        "minScore",
        "hours",
        "topic",
        "source",
        "artifactType",
        "sort",
        "order",
        "limit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "a%00b", "%0A", "%20"})
  void aTopicThatNoNameCanBeIsRefused(String topic) {
    refused(server, "/api/v1/discoveries?topic=" + topic, "topic");
  }

  @Test
  void aTopicThatIsTooLongIsRefused() {
    refused(server, "/api/v1/discoveries?topic=" + "x".repeat(257), "topic");
    assertThat(ids("&topic=" + "x".repeat(256))).isEmpty();
  }

  @Test
  @Tag("API-20")
  void thePaginatedPathIsTheSameListWithATotalOfNull() {
    JsonNode plain = ok(server, "/api/v1/discoveries?minScore=0&limit=9&sort=novelty");
    JsonNode page = ok(server, "/api/v1/discoveries/paginated?minScore=0&limit=9&sort=novelty");

    assertThat(page.propertyNames()).containsExactly("items", "nextCursor", "hasMore", "total");
    assertThat(page.path("total").isNull()).isTrue();
    assertThat(page.path("items")).hasSize(9);
    assertThat(page.path("items").get(8).path("id"))
        .isEqualTo(plain.path("items").get(8).path("id"));
    JsonNode next =
        ok(
            server,
            "/api/v1/discoveries/paginated?minScore=0&limit=200&sort=novelty&cursor="
                + page.path("nextCursor").asString());
    assertThat(next.path("items")).hasSize(ROWS - 9);
    refused(server, "/api/v1/discoveries/paginated?limit=0", "limit");
  }
}
