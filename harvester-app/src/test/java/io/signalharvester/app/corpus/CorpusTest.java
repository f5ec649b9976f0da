/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.scoring.TermCounts;
import io.signalharvester.app.scoring.Words;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusTest {

  private static final int COMMON = 75;

  /** Half of the words of a document are its own, the others are in one document of forty. */
  private static Words document(int number) {
    String own =
        IntStream.range(0, 75)
            .mapToObj(i -> "own" + number + "x" + i)
            .collect(Collectors.joining(" "));
    return Words.of(own + " " + common(number % 40));
  }

  private static String common(int group) {
    return IntStream.range(0, COMMON)
        .mapToObj(i -> "common" + group + "x" + i)
        .collect(Collectors.joining(" "));
  }

  private static Corpus of(int documents) {
    Corpus.Draft draft = new Corpus.Draft();
    for (int number = 0; number < documents; number++) {
      draft.add(document(number));
    }
    return draft.as(new CorpusVersion(1, documents, Instant.EPOCH));
  }

  @Test
  void aSmallCorpusIsExact() {
    Corpus corpus = of(400);

    TermCounts counts = TermCounts.of(document(7), corpus);

    assertThat(counts).isEqualTo(new TermCounts(1, 400, 150, 75, 149, 75));
    assertThat(corpus.documentsWithWord("common7x3")).isEqualTo(10);
    assertThat(corpus.documentsWithBigram("common7x3 common7x4")).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {5_000, 40_000})
  void aLargeCorpusStillTellsWhatIsRare(int documents) {
    Corpus corpus = of(documents);
    int rare = 0;
    for (int number = 0; number < 100; number++) {
      rare += TermCounts.of(document(number * 37), corpus).rareBigrams();
    }

    // 75 of 149 pairs are the document's own.
    assertThat(rare / 100.0).isBetween(67.5, 75.5);
    assertThat(TermCounts.of(Words.of(common(3)), corpus).rareBigrams()).isZero();
    assertThat(TermCounts.of(Words.of(common(3)), corpus).rareWords()).isZero();
    assertThat(corpus.documentsWithBigram("never seen")).isLessThanOrEqualTo(2);
  }
}
