/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
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
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SampleSourcesTest {

  private static final String ATOM = "http://www.w3.org/2005/Atom";
  private static final String OPEN_SEARCH = "http://a9.com/-/spec/opensearch/1.1/";
  private static final String ARXIV = "http://arxiv.org/schemas/atom";
  private static final Instant NOW = Instant.parse("2031-03-04T05:06:07Z");

  private static SampleSources server;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    server = SampleSources.start(Clock.fixed(NOW, ZoneOffset.UTC));
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void healthIsPlain() throws Exception {
    assertThat(get("/healthz").body()).isEqualTo("ok\n");
  }

  @Test
  void answersLikeArxiv() throws Exception {
    HttpResponse<String> answer =
        get(
            "/api/query?search_query=cat:cs.RO&start=0&max_results=5&sortBy=submittedDate&sortOrder=descending");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/atom+xml; charset=utf-8");
    Element feed = xml(answer.body()).getDocumentElement();
    assertThat(feed.getNamespaceURI()).isEqualTo(ATOM);
    assertThat(text(feed, OPEN_SEARCH, "itemsPerPage")).isEqualTo("5");
    assertThat(text(feed, OPEN_SEARCH, "startIndex")).isEqualTo("0");
    assertThat(Integer.parseInt(text(feed, OPEN_SEARCH, "totalResults")))
        .isGreaterThanOrEqualTo(15);
    List<Element> entries = entries(feed);
    assertThat(entries).hasSize(5);
    for (Element entry : entries) {
      assertThat(text(entry, ATOM, "id")).matches("http://arxiv\\.org/abs/\\d{4}\\.\\d{5}v\\d");
      assertThat(text(entry, ATOM, "title")).isNotBlank();
      assertThat(text(entry, ATOM, "summary")).hasSizeGreaterThan(100);
      assertThat(Instant.parse(text(entry, ATOM, "updated")))
          .isBetween(Instant.parse(text(entry, ATOM, "published")), NOW);
      assertThat(elements(entry, ATOM, "category"))
          .extracting(e -> e.getAttribute("term"))
          .contains("cs.RO");
      assertThat(elements(entry, ATOM, "link"))
          .extracting(e -> e.getAttribute("rel") + " " + e.getAttribute("title"))
          .contains("alternate ", "related pdf");
      assertThat(elements(entry, ARXIV, "primary_category")).hasSize(1);
      assertThat(elements(entry, ATOM, "name")).isNotEmpty();
    }
  }

  @Test
  void someArticlesHaveDoisAndAffiliations() throws Exception {
    Element feed =
        xml(get("/api/query?search_query=cat:cs.*&max_results=200").body()).getDocumentElement();
    assertThat(elements(feed, ARXIV, "doi")).hasSizeBetween(5, 60);
    assertThat(elements(feed, ARXIV, "affiliation")).hasSizeGreaterThan(20);
  }

  @Test
  void pagingVisitsEveryArticleOnceNewestFirst() throws Exception {
    String query = query("cat:cs.* OR cat:physics.optics OR cat:quant-ph");
    List<String> seen = new ArrayList<>();
    List<Instant> dates = new ArrayList<>();
    for (int start : IntStream.iterate(0, s -> s < 150, s -> s + 50).toArray()) {
      Element feed =
          xml(get(query
                      + "&max_results=50&sortBy=submittedDate&sortOrder=descending&start="
                      + start)
                  .body())
              .getDocumentElement();
      assertThat(text(feed, OPEN_SEARCH, "totalResults")).isEqualTo("132");
      entries(feed).forEach(entry -> seen.add(text(entry, ATOM, "id")));
      entries(feed).forEach(entry -> dates.add(Instant.parse(text(entry, ATOM, "published"))));
    }
    assertThat(seen).hasSize(132);
    assertThat(new HashSet<>(seen)).hasSize(132);
    assertThat(dates).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void theNewestIsMinutesOldAndTheOldestAMonth() {
    for (int hours = 0; hours < 48; hours++) {
      Instant now = NOW.plus(Duration.ofHours(hours)).plusSeconds(hours * 97L);
      List<Duration> ages =
          new Articles()
              .at(now).stream().map(a -> Duration.between(a.published(), now)).sorted().toList();
      assertThat(ages.getFirst()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(20));
      assertThat(ages.getLast()).isBetween(Duration.ofDays(29), Duration.ofDays(30));
    }
  }

  @Test
  void datesDoNotMoveWithinOneHarvest() {
    Articles articles = new Articles();
    assertThat(articles.at(Instant.parse("2031-03-04T05:01:00Z")))
        .isEqualTo(articles.at(Instant.parse("2031-03-04T05:14:59Z")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cat:cs.NE AND ti:spiking | 1",
        "cat:cs.NE ANDNOT ti:spiking | 14",
        "(cat:quant-ph OR cat:cs.CL) AND submittedDate:[203001010000 TO 203001020000] | 0",
        "ti:\"every drawer\" | 1",
        "cat:astro-ph | 0",
      })
  void theQueryLanguageIsUnderstood(String search, int expected) throws Exception {
    Element feed = xml(get(query(search)).body()).getDocumentElement();
    assertThat(text(feed, OPEN_SEARCH, "totalResults")).isEqualTo(String.valueOf(expected));
  }

  @Test
  void aSearchWithDatesFindsTheLastDay() throws Exception {
    Element feed =
        xml(get(query("submittedDate:[203103030506 TO 203103040507]") + "&max_results=100").body())
            .getDocumentElement();
    assertThat(entries(feed)).hasSizeBetween(5, 40);
  }

  @Test
  void articlesAreFoundByIdentifier() throws Exception {
    Element feed = xml(get("/api/query?id_list=2611.20000").body()).getDocumentElement();
    assertThat(entries(feed)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "start=x&search_query=cat:cs.AI | start must be an integer",
        "start=-1&search_query=cat:cs.AI | start must be non-negative",
        "max_results=many&search_query=cat:cs.AI | max_results must be an integer",
        "sortBy=fame&search_query=cat:cs.AI | sortBy must be in: relevance, lastUpdatedDate, submittedDate",
        "sortOrder=up&search_query=cat:cs.AI | sortOrder must be in: ascending, descending",
        "id_list=abc | incorrect id format for abc",
        "search_query=cat:cs.AI+AND | malformed query near the end",
        "search_query=shape:round | invalid field: shape",
      })
  void badParametersGetAnAtomErrorWith400(String parameters, String message) throws Exception {
    HttpResponse<String> answer = get("/api/query?" + parameters);
    assertThat(answer.statusCode()).isEqualTo(400);
    Element feed = xml(answer.body()).getDocumentElement();
    assertThat(text(entries(feed).getFirst(), ATOM, "title")).isEqualTo("Error");
    assertThat(text(entries(feed).getFirst(), ATOM, "summary")).isEqualTo(message);
  }

  private static String query(String search) {
    return "/api/query?search_query=" + URLEncoder.encode(search, StandardCharsets.UTF_8);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static Document xml(String text) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> entries(Element feed) {
    return elements(feed, ATOM, "entry");
  }

  private static String text(Element parent, String namespace, String name) {
    return elements(parent, namespace, name).getFirst().getTextContent();
  }

  private static List<Element> elements(Element parent, String namespace, String name) {
    var found = parent.getElementsByTagNameNS(namespace, name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }
}
