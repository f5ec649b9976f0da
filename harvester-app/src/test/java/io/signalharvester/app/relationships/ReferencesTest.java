/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.relationships;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.relationships.Reference.Kind;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("PIPE-18")
class ReferencesTest {

  private static List<String> keys(String text) {
    return References.in(text).stream().map(Reference::key).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          see arXiv:2104.12255                          | arxiv:2104.12255
          see arXiv:2104.12255v2.                       | arxiv:2104.12255
          ARXIV: 2104.12255v12)                         | arxiv:2104.12255
          arXiv 0704.0001                               | arxiv:0704.0001
          https://arxiv.org/abs/2104.12255v3            | arxiv:2104.12255
          http://export.arxiv.org/pdf/2104.12255v1.pdf  | arxiv:2104.12255
          (www.arxiv.org/html/2104.12255)               | arxiv:2104.12255
          arXiv:quant-ph/0201082v1                      | arxiv:quant-ph/0201082
          https://arxiv.org/abs/math.GT/0309136         | arxiv:math/0309136
          as in hep-th/9901001, we                      | arxiv:hep-th/9901001
          https://doi.org/10.48550/arXiv.2104.12255     | arxiv:2104.12255
          """)
  void namesOfArxivHaveOneForm(String text, String key) {
    assertThat(keys(text)).containsExactly(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2104.12255 alone",
        "arXiv:2113.12255",
        "arXiv:2104.1225",
        "arXiv:2104.122556",
        "arXiv:1412.12345",
        "arXiv:0703.1234",
        "notarxiv.org/abs/2104.12255",
        "my-arxiv.org/abs/2104.12255",
        "arxiv.org/list/2104.12255",
        "barxiv:2104.12255",
        "a/hep-th/9901001",
        "hep-th/99010012",
        "hep-th/9913001",
        "foo/9901001"
      })
  void whatOnlyLooksLikeAnArxivIdIsNone(String text) {
    assertThat(keys(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          doi:10.1038/S41586-021-03819-2.                   | doi:10.1038/s41586-021-03819-2
          https://doi.org/10.1103/PhysRevLett.126.010503,   | doi:10.1103/physrevlett.126.010503
          (10.1016/S0140-6736(20)30183-5)                   | doi:10.1016/s0140-6736(20)30183-5
          <a href="https://dx.doi.org/10.1000/182">         | doi:10.1000/182
          https://dl.acm.org/doi/pdf/10.1145/3292500.33307  | doi:10.1145/3292500.33307
          https://x.org/doi/10.1002/adma.2021/full?a=b      | doi:10.1002/adma.2021
          [link](https://doi.org/10.1000/182)               | doi:10.1000/182
          *10.1000/ab_c*                                    | doi:10.1000/ab_c
          """)
  void doisAreLowerCaseAndEndWhereTheSentenceGoesOn(String text, String key) {
    assertThat(keys(text)).containsExactly(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0/8", "10.1234/", "10.1234/...", "110.1234/x", "1.10.1234/x", "10.12 34/x"})
  void whatOnlyLooksLikeADoiIsNone(String text) {
    assertThat(keys(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://github.com/PyTorch/PyTorch                          | github:pytorch/pytorch
          https://www.github.com/a/b.git                              | github:a/b
          git@github.com:a/b.git                                      | github:a/b
          https://github.com/a/b/tree/main/src#readme                 | github:a/b
          https://github.com/a/b#install                              | github:a/b
          code at github.com/a/b.                                     | github:a/b
          (https://github.com/a/b.js)                                 | github:a/b.js
          https://github.com/a/b?tab=readme                           | github:a/b
          """)
  void repositoriesHaveOneForm(String text, String key) {
    assertThat(keys(text)).containsExactly(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github.com/features/actions",
        "https://github.com/topics/rl",
        "https://github.com/sponsors/a",
        "https://github.com/orgs/a/people",
        "https://gist.github.com/a/b",
        "https://raw.githubusercontent.com/a/b/main/x",
        "https://notgithub.com/a/b",
        "https://github.com.evil.example/a/b",
        "https://github.com/onlyowner",
        "https://github.com/a/..",
        "https://github.com/-a/b",
        "https://a.github.io/b"
      })
  void pagesThatAreNoRepositoryAreNone(String text) {
    assertThat(keys(text)).isEmpty();
  }

  @Test
  void atMostOneHundredAreTaken() {
    String text =
        IntStream.range(0, 5_000)
            .mapToObj("github.com/o/r%d arXiv:2104.1%1$04d"::formatted)
            .collect(Collectors.joining(" "));

    assertThat(keys(text)).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arxiv.org/abs/", "10.", "10.1234/", "10.1234/(", "10.1234/)))", "github.com/",
            "github.com/a/",
        "arXiv:", "arXiv: \n\t", "hep-th/990100", "hep-th/", "10.48550/arxiv.", "....",
            "www.github.com:"
      })
  void aTextMadeToKeepAPatternBusyIsReadInOneGo(String part) {
    // Far beyond any bound of ours; a pattern with nested repeats would not come to an end here.
    String text = part.repeat(1_000_000 / part.length());

    assertThat(References.in(text)).hasSizeLessThanOrEqualTo(References.MOST);
    assertThat(References.in(text + " arXiv:2104.12255")).hasSizeLessThanOrEqualTo(References.MOST);
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "arXiv:",
            "2104.12255",
            "v2",
            "10.1038/",
            "x(y)",
            ".pdf",
            "/pdf",
            "github.com/",
            "a",
            "/",
            ".",
            ".git",
            " ",
            "\n",
            "https://",
            "doi.org/",
            "hep-th/",
            "9901001",
            ")",
            "#",
            "\"",
            "é",
            "\\",
            "-")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 500)
  void whatIsFoundIsInItsNormalForm(@ForAll("pieces") String text) {
    for (Reference found : References.in(text)) {
      String again =
          switch (found.kind()) {
            case ARXIV -> "arXiv:" + found.id();
            case DOI -> "https://doi.org/" + found.id();
            case GITHUB -> "https://github.com/" + found.id();
          };
      assertThat(References.in(again)).contains(found);
    }
  }

  @Property(tries = 500)
  void aReferenceIsFoundWhateverStandsAround(
      @ForAll("pieces") String before, @ForAll("pieces") String after) {
    assertThat(References.in(before + "\n https://arxiv.org/abs/2501.00001 \n" + after))
        .contains(new Reference(Kind.ARXIV, "2501.00001"));
  }

  @ParameterizedTest
  @CsvSource({
    "x, arxiv, ARXIV, reference, 0.95, arxiv_id_match",
    "x, github, GITHUB, reference, 0.90, github_url_match",
    "github, arxiv, ARXIV, implement, 0.95, arxiv_id_match",
    "github, arxiv, DOI, implement, 0.95, doi_match",
    "arxiv, arxiv, ARXIV, cite, 0.95, arxiv_id_match",
    "arxiv, github, GITHUB, mention, 0.90, github_url_match",
    "hackernews, arxiv, ARXIV, mention, 0.95, arxiv_id_match",
    "x, hackernews, DOI, mention, 0.95, doi_match"
  })
  void theDirectionGivesTheTypeAndTheNameTheConfidence(
      String from, String to, Kind kind, String type, double confidence, String method) {
    assertThat(EdgeRule.of(from, to, kind)).isEqualTo(new EdgeRule(type, confidence, method));
  }
}
