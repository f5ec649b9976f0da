/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.arxiv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.sources.LocalBudget;
import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.sources.SourceAccess;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.sources.SourceHttp;
import io.signalharvester.app.sources.SourceRequest;
import io.signalharvester.app.testkit.ManualTime;
import io.signalharvester.app.testkit.Recordings;
import io.signalharvester.app.testkit.StubArxiv;
import io.signalharvester.app.testkit.StubArxiv.Canned;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads every recorded exchange as the client would, and knows what each must give. */
class ArxivRecordingsTest {

  /** Usable papers of each feed; -1 where the answer must be refused. */
  private static final Map<String, Integer> PAPERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("encoding_encoding_ISO-8859-1", -1),
              Map.entry("encoding_encoding_WINDOWS-1251", -1),
              Map.entry("encoding_invalid-prolog", -1),
              Map.entry("encoding_iso88591_utf8_mismatch", -1),
              Map.entry("encoding_koi8r", -1),
              Map.entry("encoding_no_encoding_ISO-8859-1", -1),
              Map.entry("encoding_rdf_UTF8", -1),
              Map.entry("encoding_utf8", -1),
              Map.entry("encoding_windows-1252", -1),
              Map.entry("id_0808.05394_1707.08567_s0_m100", 1),
              Map.entry("id_0808.05394_s0_m100", 0),
              Map.entry("id_1605.08386_s0_m100", 1),
              Map.entry("id_2104.12255v1_s0_m100", 1),
              Map.entry("id_abc_s0_m100", -1),
              Map.entry("id_quant-ph_0201082v1_s0_m100", 1),
              Map.entry("lumen_arxiv_get_by_id", 1),
              Map.entry("paper7_arxiv_search", 2),
              Map.entry("q_testing_s0_m10", 10),
              Map.entry("q_testing_s0_m100", 100),
              Map.entry("q_testing_s0_m15", 15),
              Map.entry("q_testing_s10_m10", 10),
              Map.entry("q_testing_s20_m10", 10),
              Map.entry("q_testing_s50_m10", 10),
              Map.entry("q_testing_s5_m10", 10),
              Map.entry("vgi-scholar_arxiv", 2),
              Map.entry("xiv_arxiv_empty", 0),
              Map.entry("xiv_arxiv_response", 2)));

  // The stub sends its own length, and bodies that are not compressed.
  private static final Set<String> UNSENT =
      Set.of("content-length", "content-encoding", "transfer-encoding", "connection");

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final ArxivFeed feed = new ArxivFeed();
  private final StubArxiv arxiv = new StubArxiv();
  private final ManualTime time = new ManualTime(NOW);

  @AfterEach
  void stop() {
    arxiv.close();
  }

  /** Sends the recorded answer over the network, and fetches and reads it as the client does. */
  private ArxivPage read(Path folder, String name) throws IOException {
    JsonNode response =
        JsonMapper.shared()
            .readTree(Files.readAllBytes(folder.resolve(name + ".http.json")))
            .path("response");
    Map<String, String> headers = new HashMap<>();
    for (var header : response.path("headers").properties()) {
      if (!UNSENT.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        headers.put(header.getKey(), header.getValue().asString());
      }
    }
    arxiv.answerNext(
        new Canned(
            response.path("status").asInt(),
            headers,
            Files.readAllBytes(folder.resolve(name + ".xml"))));
    // A caller of its own for each: that many bad answers in a row would open the circuit.
    SourceHttp http =
        new SourceHttp(
            SourceAccess.open("arxiv", URI.create(arxiv.url()), "test"),
            new LocalBudget("arxiv", List.of(), time),
            time,
            time,
            new SplittableRandom(1));
    return http.get(
            SourceRequest.of(URI.create(arxiv.url() + "/api/query?x=1")),
            reply -> Mono.fromCallable(() -> feed.read(reply)).subscribeOn(Schedulers.parallel()))
        .block(Duration.ofSeconds(20));
  }

  @Test
  void everyRecordedExchangeIsKnown() throws IOException {
    Path folder = Recordings.of("arxiv");

    try (var files = Files.list(folder)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".xml"))
                  .map(name -> name.substring(0, name.length() - ".xml".length()))
                  .collect(Collectors.toSet()))
          .isEqualTo(PAPERS.keySet());
    }
  }

  @Test
  void everyRecordedAnswerGivesItsPapersOrABadResponse() throws IOException {
    Path folder = Recordings.of("arxiv");

    for (var expected : PAPERS.entrySet()) {
      String name = expected.getKey();
      if (expected.getValue() < 0) {
        assertThatThrownBy(() -> read(folder, name))
            .as(name)
            .isInstanceOfSatisfying(
                SourceFault.class,
                fault -> assertThat(fault.kind()).as(name).isEqualTo(Kind.BAD_RESPONSE));
      } else {
        ArxivPage page = read(folder, name);
        assertThat(page.papers()).as(name).hasSize(expected.getValue());
        assertThat(page.papers())
            .as(name)
            .allSatisfy(paper -> {
              assertThat(paper.title()).isNotBlank().doesNotContain("\n");
              assertThat(paper.externalId()).doesNotMatch(".*v\\d+");
              assertThat(paper.authors()).extracting(RawAuthor::name).doesNotContain("");
            });
      }
    }
  }

  @Test
  void detailsOfSomeAnswersAreRight() throws IOException {
    Path folder = Recordings.of("arxiv");

    ArxivPage hundred = read(folder, "q_testing_s0_m100");
    assertThat(hundred.total()).isEqualTo(214881);
    assertThat(hundred.entries()).isEqualTo(100);
    assertThat(hundred.papers()).anySatisfy(p -> assertThat(p.metadata()).containsKey("doi"));

    ArxivPage odd = read(folder, "paper7_arxiv_search");
    assertThat(odd.entries()).isEqualTo(3);
    assertThat(odd.unusable()).singleElement().asString().contains("not-an-id");

    assertThatThrownBy(() -> read(folder, "id_abc_s0_m100"))
        .hasMessage("it answered with status 400");
    assertThat(read(folder, "id_quant-ph_0201082v1_s0_m100").papers().getFirst())
        .satisfies(paper -> {
          assertThat(paper.externalId()).isEqualTo("quant-ph/0201082");
          assertThat(paper.authors()).extracting(RawAuthor::name).containsExactly("Stephen Blaha");
          assertThat(paper.metadata()).containsEntry("comment", "32 pages");
        });
  }
}
