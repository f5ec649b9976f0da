/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import static io.signalharvester.app.testkit.Replies.json;
import static io.signalharvester.app.testkit.Replies.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestServer;
import io.signalharvester.app.testkit.TestSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Tag("API-19")
class DiscoveryApiTest {

  private static final String LIST = "/api/v1/discoveries";
  private static final int ROWS = 120;

  private static TestPostgres postgres;
  private static String database;
  private static TestServer server;

  @BeforeAll
  static void start() {
    postgres = TestPostgres.shared();
    database = postgres.migratedDatabase();
    SampleRows.add(postgres, database, 1, ROWS, 3);
    postgres.execute(
        database,
        "INSERT INTO entities (id, entity_type, name, normalized_name) VALUES (1, 'person', 'Ada', 'ada'),"
            + " (2, 'person', 'Bob', 'bob')");
    postgres.execute(
        database,
        "INSERT INTO artifact_entities (artifact_id, entity_id, position) VALUES (1, 2, 1), (1, 1, 0)");
    server =
        new TestServer(
            TestSettings.serving(postgres.environment(database), TestRedis.shared().url()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode get(String path) {
    return json(server.api().get().uri(path).exchange().expectStatus().isOk());
  }

  @Test
  void aWalkOverHttpReturnsEveryRowOnceBestFirst() {
    List<Long> seen = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    String cursor = "";
    JsonNode page;
    do {
      page = get(LIST + "?minScore=0&limit=17" + cursor);
      page.path("items")
          .forEach(item -> {
            seen.add(item.path("id").asLong());
            scores.add(item.path("discoveryScore").asDouble());
          });
      cursor = "&cursor=" + page.path("nextCursor").asString("");
      assertThat(page.path("hasMore").asBoolean()).isEqualTo(!page.path("nextCursor").isNull());
    } while (page.path("hasMore").asBoolean());

    assertThat(seen).hasSize(ROWS).doesNotHaveDuplicates();
    // Scores fall with time, also between two pages, so they never rise along the list.
    assertThat(scores).isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void aDiscoveryHasTheFieldsOfTheSpecification() {
    JsonNode items = get(LIST + "?minScore=0&limit=200").path("items");
    JsonNode one =
        Stream.of(items.valueStream().toArray(JsonNode[]::new))
            .filter(item -> item.path("id").asLong() == 1)
            .findFirst()
            .orElseThrow();

    assertThat(one.propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "artifactId",
            "artifactType",
            "source",
            "sourceId",
            "title",
            "text",
            "url",
            "publishedAt",
            "novelty",
            "emergence",
            "obscurity",
            "crossSource",
            "expertSignal",
            "discoveryScore",
            "baseScore",
            "algorithmVersion",
            "computedAt",
            "category",
            "sentiment",
            "urgency",
            "tags",
            "topics",
            "authors",
            "reasoning",
            "createdAt",
            "updatedAt");
    assertThat(one.path("sourceId").asString()).isEqualTo("id-1");
    assertThat(one.path("publishedAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:00:00Z");
    assertThat(one.path("category").isNull()).isTrue();
    assertThat(one.path("tags").isArray()).isTrue();
    assertThat(one.path("authors").valueStream().map(JsonNode::asString))
        .containsExactly("Ada", "Bob");
  }

  @Test
  void filtersSelect() {
    assertThat(get(LIST).path("items")).isEmpty();
    assertThat(get(LIST + "?minScore=40&limit=200").path("items").valueStream())
        .isNotEmpty()
        .allMatch(item -> item.path("discoveryScore").asDouble() >= 40);
    assertThat(get(LIST + "?min_score=0&source=github&limit=200").path("items").valueStream())
        .hasSize(ROWS / 3)
        .allMatch(item -> item.path("source").asString().equals("github"));
    assertThat(get(LIST + "?minScore=0&source=github&source=arxiv&limit=200").path("items"))
        .hasSize(ROWS);
    assertThat(get(LIST + "?minScore=0&hours=2&limit=200").path("items").size())
        .isBetween(1, ROWS - 1);
    assertThat(get(LIST + "?minScore=0&unknown=1").path("items")).hasSize(50);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=201",
        "limit=x",
        "minScore=-1",
        "minScore=100.1",
        "minScore=NaN",
        "hours=0",
        "hours=169",
        "source=myspace",
        "limit=1&limit=2",
        "minScore=1e1",
        "source=arxiv'--",
        "source=",
        "limit=",
        "sort=rank",
        "sort=",
        "order=up",
        "artifactType=book",
        "topic=",
        "topic=1&topic=2"
      })
  void aParameterThatBreaksItsRuleIsNamed(String query) {
    JsonNode problem =
        problem(server.api().get().uri(LIST + "?" + query).exchange(), 422, "VALIDATION_FAILED");

    assertThat(problem.path("errors")).hasSize(1);
    assertThat(problem.path("errors").get(0).path("field").asString())
        .isEqualTo(query.substring(0, query.indexOf('=')));
    String value = query.contains("&") ? "1, 2" : query.substring(query.indexOf('=') + 1);
    assertThat(problem.path("errors").get(0).path("message").asString())
        .startsWith("is '" + value + "', but must be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"source", "limit", "minScore", "hours"})
  void aParameterWithoutAValueIsRefusedToo(String name) {
    JsonNode problem =
        problem(server.api().get().uri(LIST + "?" + name).exchange(), 422, "VALIDATION_FAILED");
    assertThat(problem.path("errors").get(0).path("field").asString()).isEqualTo(name);
  }

  @Test
  void aBadOrForeignCursorIsRefused() {
    String cursor = get(LIST + "?minScore=0&limit=10").path("nextCursor").asString();

    problem(
        server.api().get().uri(LIST + "?minScore=0&cursor=abc").exchange(), 400, "INVALID_CURSOR");
    problem(
        server.api().get().uri(LIST + "?minScore=1&cursor=" + cursor).exchange(),
        400,
        "INVALID_CURSOR");
    problem(
        server.api().get().uri(LIST + "?minScore=0&source=arxiv&cursor=" + cursor).exchange(),
        400,
        "INVALID_CURSOR");
    assertThat(get(LIST + "?minScore=0&limit=99&cursor=" + cursor).path("items")).hasSize(99);
  }

  @Test
  void withoutAGoodKeyNothingIsAnswered() {
    problem(server.anonymous().get().uri(LIST).exchange(), 401, "UNAUTHORIZED");
    problem(
        server.anonymous().get().uri(LIST).header("X-API-Key", "another-key-0123456789").exchange(),
        401,
        "UNAUTHORIZED");
    for (String malformed : List.of("short", "has spaces in the key", "x".repeat(129))) {
      problem(
          server.anonymous().get().uri(LIST).header("X-API-Key", malformed).exchange(),
          400,
          "INVALID_API_KEY_FORMAT");
    }
    problem(server.anonymous().post().uri(LIST).exchange(), 401, "UNAUTHORIZED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%61pi/v1/discoveries", "/api;x/v1/discoveries", "/api/v1/discoveries;x=1",
        "/api/v1;a=b/%64iscoveries", "//api/v1/discoveries", "/api/v1/discoveries/",
        "/api/v1/../v1/discoveries", "/api%2Fv1/discoveries", "/API/v1/discoveries",
        "/health/../api/v1/discoveries", "/./api/v1/discoveries"
      })
  void noOtherFormOfThePathGoesRoundTheKey(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(response.statusCode()).isIn(401, 404);
      assertThat(response.body()).doesNotContain("items");
    }
  }

  @Test
  void withoutAConfiguredKeyEveryKeyIsRefused() {
    Map<String, String> environment = new HashMap<>(postgres.environment(database));
    environment.put("HARVEST_CURSOR_SECRET", "a-secret-for-tests-with-32-characters");
    environment.put("LOG_LEVEL", "warn");
    var settings = Settings.load(Settings.Mode.SERVE, environment);
    try (TestServer closed = new TestServer(settings)) {
      problem(closed.api().get().uri(LIST).exchange(), 401, "UNAUTHORIZED");
      problem(closed.anonymous().get().uri(LIST).exchange(), 401, "UNAUTHORIZED");
    }
  }

  @Test
  void unknownPathsMethodsAndTypesAreProblems() {
    problem(server.api().get().uri("/api/v1/nothing").exchange(), 404, "RESOURCE_NOT_FOUND");
    problem(server.anonymous().get().uri("/").exchange(), 404, "RESOURCE_NOT_FOUND");
    problem(server.management().get().uri(LIST).exchange(), 404, "RESOURCE_NOT_FOUND");
    problem(
        server.api().delete().uri(LIST).exchange().expectHeader().valueEquals("Allow", "GET"),
        405,
        "METHOD_NOT_ALLOWED");
    problem(
        server.api().get().uri(LIST).header("Accept", "text/csv").exchange(),
        406,
        "NOT_ACCEPTABLE");
    problem(
        server.api().get().uri(LIST).header("Accept", "nonsense").exchange(),
        406,
        "NOT_ACCEPTABLE");
  }

  @Test
  void requestIdsAreTakenOrMadeAndAlwaysReturned() {
    server
        .api()
        .get()
        .uri(LIST)
        .header("X-Request-Id", "my-request.1")
        .exchange()
        .expectHeader()
        .valueEquals("X-Request-Id", "my-request.1");
    JsonNode problem =
        problem(
            server.anonymous().get().uri(LIST).header("X-Request-Id", "<script>").exchange(),
            401,
            "UNAUTHORIZED");
    // A UUID of version 7, not what the client sent.
    assertThat(problem.path("requestId").asString())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  }

  @Test
  void repliesCarryTheSecurityHeaders() {
    server
        .anonymous()
        .get()
        .uri(LIST)
        .exchange()
        .expectHeader()
        .valueEquals("X-Content-Type-Options", "nosniff")
        .expectHeader()
        .valueEquals("X-Frame-Options", "DENY")
        .expectHeader()
        .valueEquals("Referrer-Policy", "no-referrer")
        .expectHeader()
        .valueEquals("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .expectHeader()
        .doesNotExist("Server");
  }

  @Test
  void aDefectLeaksNothing() {
    String broken = postgres.migratedDatabase();
    postgres.execute(broken, "ALTER TABLE artifact_scores RENAME COLUMN novelty TO news");
    try (TestServer other =
        new TestServer(
            TestSettings.serving(postgres.environment(broken), TestRedis.shared().url()))) {
      JsonNode problem = problem(other.api().get().uri(LIST).exchange(), 500, "INTERNAL_ERROR");

      assertThat(problem.toString()).doesNotContain("novelty", "SELECT", "Exception", "r2dbc");
    }
  }
}
