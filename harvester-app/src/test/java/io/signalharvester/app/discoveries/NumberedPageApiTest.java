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
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class NumberedPageApiTest {

  private static final String LIST = "/api/v1/discoveries";
  private static final String ALL = LIST + "?minScore=0";
  private static final int ROWS = 60;

  private static TestServer server;

  @BeforeAll
  static void start() {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.migratedDatabase();
    SampleRows.add(postgres, database, 1, ROWS, 3);
    postgres.execute(database, "INSERT INTO topics (id, name) VALUES (1, 'llms')");
    postgres.execute(
        database,
        "INSERT INTO artifact_topics (artifact_id, topic_id, published_at)"
            + " SELECT i, 1, now() FROM generate_series(1, 10) i");
    server =
        new TestServer(
            TestSettings.serving(postgres.environment(database), TestRedis.shared().url()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Long> ids(JsonNode page) {
    return page.path("items").valueStream().map(item -> item.path("id").asLong()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&source=arxiv",
        "&source=arxiv&source=github",
        "&source=arxiv&source=github&sort=novelty&order=asc",
        "&sort=publishedAt",
        "&order=asc",
        "&topic=llms",
        "&artifactType=repo&hours=168"
      })
  void pagesByNumberHoldTheRowsOfAWalkInItsOrder(String filter) {
    List<Long> walked = ids(ok(server, ALL + "&limit=200" + filter));
    List<Long> numbered = new ArrayList<>();
    int pages = (walked.size() + 6) / 7;
    for (int number = 1; number <= pages; number++) {
      JsonNode page = ok(server, ALL + "&pageSize=7&page=" + number + filter);
      assertThat(page.path("total").asInt()).isEqualTo(walked.size());
      assertThat(page.path("totalPages").asInt()).isEqualTo(pages);
      numbered.addAll(ids(page));
    }
    assertThat(walked).isNotEmpty();
    assertThat(numbered).isEqualTo(walked);
  }

  @ParameterizedTest
  @CsvSource({
    // The parameters, page, pageSize, rows shown
    "page=1, 1, 20, 20",
    "page=3, 3, 20, 20",
    "page=4, 4, 20, 0",
    "pageSize=50, 1, 50, 50",
    "page_size=50&page=2, 2, 50, 10",
    "page=100&pageSize=100, 100, 100, 0"
  })
  void aNumberedPageSaysWhichItIsAndOneBehindTheLastIsEmpty(
      String parameters, int number, int size, int shown) {
    for (String path : List.of(LIST, LIST + "/paginated")) {
      JsonNode page = ok(server, path + "?minScore=0&" + parameters);
      assertThat(page.propertyNames())
          .containsExactly("items", "total", "page", "pageSize", "totalPages");
      assertThat(page.path("page").asInt()).isEqualTo(number);
      assertThat(page.path("pageSize").asInt()).isEqualTo(size);
      assertThat(page.path("total").asInt()).isEqualTo(ROWS);
      assertThat(page.path("items")).hasSize(shown);
    }
  }

  @Test
  void aFilterThatSelectsNothingHasNoPages() {
    for (String filter : List.of("&topic=nothing", "&artifactType=paper")) {
      JsonNode page = ok(server, ALL + "&page=1" + filter);
      assertThat(page.path("items")).isEmpty();
      assertThat(page.path("total").asInt(-1)).isZero();
      assertThat(page.path("totalPages").asInt(-1)).isZero();
    }
  }

  @Test
  void aNumberOrSizeOutOfItsRangeIsRefusedByName() {
    refused(server, LIST + "?page=0", "page");
    refused(server, LIST + "?page=-1&pageSize=0", "page", "pageSize");
    refused(server, LIST + "?pageSize=101", "pageSize");
    refused(server, LIST + "?page=two", "page");
    refused(server, LIST + "?page=", "page");
    refused(server, LIST + "?page=1&page=2", "page");
    refused(server, LIST + "?page=1&minScore=101", "minScore");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "page=101&pageSize=100",
        "page=501",
        "page=999999999&pageSize=100",
        "page=1&limit=5",
        "pageSize=5&limit=5",
        "page=1&cursor=x"
      })
  void whatIsTooFarBackOrMixedWithAWalkIsRefusedWithTheWayToAsk(String parameters) {
    JsonNode problem = problem(server, LIST + "?" + parameters, 400, "INVALID_PARAMETER");
    assertThat(problem.path("detail").asString()).contains("page", "cursor and limit");
  }
}
