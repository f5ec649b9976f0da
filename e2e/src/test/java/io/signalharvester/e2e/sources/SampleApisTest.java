/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample server as clients of GitHub and Hacker News see it. */
class SampleApisTest {

  private static final Instant NOW = Instant.parse("2031-03-04T05:06:07Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static SampleSources server;
  private static HttpClient client;

  @BeforeAll
  static void start() throws IOException {
    server = SampleSources.start(Clock.fixed(NOW, ZoneOffset.UTC));
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static HttpResponse<String> answer(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode get(String path) {
    HttpResponse<String> answer = answer(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode search(String query) {
    return get(
        "/search/repositories?q="
            + URLEncoder.encode(query, StandardCharsets.UTF_8)
            + "&sort=updated&order=desc&per_page=100");
  }

  @Test
  void aSearchByTopicAndTimeGivesRepositoriesNewestFirst() {
    JsonNode all = search("topic:quantum-error-correction stars:>10");
    JsonNode recent =
        search("topic:quantum-error-correction pushed:>=" + NOW.minus(Duration.ofHours(3)));

    assertThat(all.path("total_count").asInt()).isEqualTo(all.path("items").size()).isEqualTo(7);
    assertThat(recent.path("total_count").asInt()).isBetween(2, 5);
    List<Instant> pushed = new ArrayList<>();
    all.path("items").forEach(item -> pushed.add(Instant.parse(item.path("pushed_at").asText())));
    assertThat(pushed).isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(pushed).allSatisfy(time -> assertThat(time).isBefore(NOW));
    assertThat(all.path("items").path(0).path("owner").path("type").asText())
        .isIn("User", "Organization");
  }

  @Test
  void pagesAreLinkedUntilTheLast() {
    HttpResponse<String> first =
        answer("/search/repositories?q=stars:%3E10&sort=updated&per_page=40");
    HttpResponse<String> last =
        answer("/search/repositories?q=stars:%3E10&sort=updated&per_page=40&page=2");

    assertThat(first.headers().firstValue("Link").orElseThrow()).contains("page=2", "rel=\"next\"");
    assertThat(last.headers().firstValue("Link")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"color:red", "quantum", "stars:many", "pushed:yesterday"})
  void aSearchThatItCannotRunIsRefused(String query) {
    assertThat(
            answer("/search/repositories?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .statusCode())
        .isEqualTo(422);
  }

  @Test
  void organisationsHaveRepositoriesAndTheseHaveReleasesAndContributors() {
    JsonNode owned = get("/orgs/example-valley/repos?sort=pushed&per_page=100");
    assertThat(owned.size()).isGreaterThan(3);
    JsonNode releases = get("/repos/example-valley/qldpc-atlas/releases");
    assertThat(releases.path(0).path("tag_name").asText()).startsWith("v0.");
    assertThat(get("/repos/example-valley/qldpc-atlas/contributors").path(0).path("login").asText())
        .isNotBlank();
    assertThat(answer("/orgs/nobody-here/repos").statusCode()).isEqualTo(404);
    assertThat(answer("/repos/nobody/nothing/releases").statusCode()).isEqualTo(404);
  }

  @Test
  void anUnchangedAnswerIsNotSentTwice() {
    String tag = answer("/v0/newstories.json").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = answer("/v0/newstories.json", "If-None-Match", tag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void storiesAreListedNewestFirstAndEachIsThere() {
    List<Long> ids = new ArrayList<>();
    get("/v0/newstories.json").forEach(id -> ids.add(id.asLong()));

    assertThat(ids).hasSizeGreaterThan(90).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    for (long id : ids) {
      JsonNode item = get("/v0/item/" + id + ".json");
      assertThat(item.path("id").asLong()).isEqualTo(id);
      assertThat(item.path("title").asText()).isNotBlank();
      assertThat(Instant.ofEpochSecond(item.path("time").asLong())).isBefore(NOW);
    }
    assertThat(get("/v0/topstories.json").path(0).asLong()).isNotEqualTo(ids.getFirst());
    assertThat(get("/v0/item/1.json").isNull()).isTrue();
  }

  @Test
  void everyReferenceBetweenTheSourcesLeadsSomewhere() {
    Set<String> papers = new HashSet<>();
    new Articles().at(NOW).forEach(article -> papers.add(article.identifier()));
    Set<String> repositories = new HashSet<>();
    StringBuilder texts = new StringBuilder();
    for (JsonNode item : search("stars:>=1").path("items")) {
      repositories.add(item.path("full_name").asText());
      texts.append(item.path("description").asText()).append('\n');
    }
    for (JsonNode id : get("/v0/newstories.json")) {
      JsonNode item = get("/v0/item/" + id.asLong() + ".json");
      texts.append(item.path("url").asText()).append('\n');
      texts.append(item.path("text").asText().replace("&#x2F;", "/")).append('\n');
    }
    new Articles().at(NOW).forEach(article -> texts.append(article.summary()).append('\n'));

    Matcher paper = Pattern.compile("(?:arXiv:|arxiv\\.org/abs/)(\\d{4}\\.\\d{5})").matcher(texts);
    int references = 0;
    while (paper.find()) {
      references++;
      assertThat(papers).contains(paper.group(1));
    }
    Matcher code = Pattern.compile("github\\.com/([\\w.-]+/[\\w-]+)").matcher(texts);
    while (code.find()) {
      references++;
      assertThat(repositories).contains(code.group(1));
    }
    assertThat(references).isGreaterThan(100);
  }
}
