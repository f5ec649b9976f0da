/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.arxiv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.sources.SourceReply;
import io.signalharvester.app.testkit.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
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

  private final ArxivFeed feed = new ArxivFeed();

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
      SourceReply reply = reply(folder, name);
      if (expected.getValue() < 0) {
        assertThatThrownBy(() -> feed.read(reply))
            .as(name)
            .isInstanceOfSatisfying(
                SourceFault.class,
                fault -> assertThat(fault.kind()).as(name).isEqualTo(Kind.BAD_RESPONSE));
      } else {
        ArxivPage page = feed.read(reply);
        assertThat(page.papers()).as(name).hasSize(expected.getValue());
        assertThat(page.papers())
            .as(name)
            .allSatisfy(paper -> {
              assertThat(paper.title()).isNotBlank().doesNotContain("\n");
              assertThat(paper.externalId()).doesNotMatch(".*v\\d+");
              assertThat(paper.authors()).doesNotContain("");
            });
      }
    }
  }

  @Test
  void detailsOfSomeAnswersAreRight() throws IOException {
    Path folder = Recordings.of("arxiv");

    ArxivPage hundred = feed.read(reply(folder, "q_testing_s0_m100"));
    assertThat(hundred.total()).isEqualTo(214881);
    assertThat(hundred.entries()).isEqualTo(100);
    assertThat(hundred.papers()).anySatisfy(p -> assertThat(p.metadata()).containsKey("doi"));

    ArxivPage odd = feed.read(reply(folder, "paper7_arxiv_search"));
    assertThat(odd.entries()).isEqualTo(3);
    assertThat(odd.unusable()).singleElement().asString().contains("not-an-id");

    assertThatThrownBy(() -> feed.read(reply(folder, "id_abc_s0_m100")))
        .hasMessageContaining("incorrect id format for abc");
    assertThat(feed.read(reply(folder, "id_quant-ph_0201082v1_s0_m100")).papers().getFirst())
        .satisfies(paper -> {
          assertThat(paper.externalId()).isEqualTo("quant-ph/0201082");
          assertThat(paper.authors()).containsExactly("Stephen Blaha");
          assertThat(paper.metadata()).containsEntry("comment", "32 pages");
        });
  }

  private static SourceReply reply(Path folder, String name) throws IOException {
    JsonNode exchange =
        JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve(name + ".http.json")));
    String type = null;
    for (var header : exchange.path("response").path("headers").properties()) {
      if ("content-type".equalsIgnoreCase(header.getKey())) {
        type = header.getValue().asString();
      }
    }
    return new SourceReply(
        type == null ? null : MediaType.parseMediaType(type),
        Files.readAllBytes(folder.resolve(name + ".xml")));
  }
}
