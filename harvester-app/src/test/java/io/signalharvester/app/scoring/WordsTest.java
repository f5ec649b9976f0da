/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordsTest {

  /** A corpus by heart. */
  record Known(long documents, Map<String, Long> counts) implements TermFrequencies {

    @Override
    public long version() {
      return 7;
    }

    @Override
    public long documentsWithWord(String word) {
      return counts.getOrDefault(word, 0L);
    }

    @Override
    public long documentsWithBigram(String bigram) {
      return counts.getOrDefault(bigram, 0L);
    }
  }

  @Test
  void aTechnicalWordCountsAsAPartOfAHyphenatedOne() {
    Words words = Words.of("A State-of-the-Art-Benchmark, and a game-changer");

    assertThat(words.presentWithParts(Vocabulary.TECHNICAL)).isEqualTo(1);
    assertThat(words.presentWithParts(Vocabulary.HYPE)).isEqualTo(1);
    assertThat(words.present(Vocabulary.TECHNICAL)).isZero();
    assertThat(Words.of("benchmark benchmark-suite").presentWithParts(Vocabulary.TECHNICAL))
        .isEqualTo(1);
  }

  @Test
  void longWordsAndPairsAreDistinctAndCompoundsStayWhole() {
    Words words = Words.of("Sparse lattice, sparse lattice", "über-large façade 𝒳𝒳𝒳𝒳𝒳");

    assertThat(words.distinctLong()).containsExactly("sparse", "lattice", "über-large", "façade");
    assertThat(words.distinctBigrams())
        .containsExactly(
            "sparse lattice",
            "lattice sparse",
            "lattice über-large",
            "über-large façade",
            "façade 𝒳𝒳𝒳𝒳𝒳");
    assertThat(Words.of(null, null).inOrder()).isEmpty();
  }

  @Test
  void aWordIsRareUpToOneDocumentInAHundredAndAPairUpToTwo() {
    Known corpus =
        new Known(
            300, Map.of("common", 4L, "seldom", 3L, "common seldom", 3L, "seldom unseen", 2L));

    assertThat(TermCounts.of(Words.of("common seldom unseen"), corpus))
        .isEqualTo(new TermCounts(7, 300, 3, 2, 2, 1));
  }

  @Test
  void inASmallCorpusAWordIsRareThatNoOtherDocumentHas() {
    Known corpus = new Known(5, Map.of("shared", 2L, "lonely", 1L));

    assertThat(TermCounts.of(Words.of("shared lonely"), corpus).rareWords()).isEqualTo(1);
  }

  @Test
  void aTextWithoutWordsHasSharesOfZero() {
    TermCounts none = TermCounts.of(Words.of(""), new Known(0, Map.of()));

    assertThat(none.rareWordShare()).isZero();
    assertThat(none.rareBigramShare()).isZero();
  }

  @Test
  void countsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> new TermCounts(1, 1, 2, 3, 0, 0)).hasMessageContaining("3 of 2 words");
  }

  @Test
  void aHashOfPartsKnowsWhereAPartEnds() {
    assertThat(
            Set.of(
                new StableHash().add("ab").add("c").positive(),
                new StableHash().add("a").add("bc").positive()))
        .hasSize(2);
  }
}
