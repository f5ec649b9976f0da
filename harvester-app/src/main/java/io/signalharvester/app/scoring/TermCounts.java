/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

/**
 * How much of a text is rare in a corpus (specification, pipelines 4.2).
 *
 * @param corpusVersion number of the corpus
 * @param documents documents of the corpus
 * @param longWords distinct words longer than five letters
 * @param rareWords those of them that at most one document in a hundred has
 * @param bigrams distinct pairs of neighbours
 * @param rareBigrams those of them that at most two documents have
 */
public record TermCounts(
    long corpusVersion,
    long documents,
    int longWords,
    int rareWords,
    int bigrams,
    int rareBigrams) {

  private static final int RARE_BIGRAM_DOCUMENTS = 2;

  /** Refuses counts that contradict each other. */
  public TermCounts {
    if (rareWords < 0 || rareWords > longWords || rareBigrams < 0 || rareBigrams > bigrams) {
      throw new IllegalArgumentException(
          "term counts are %d of %d words and %d of %d pairs, but a part must be from 0 to its whole: count again"
              .formatted(rareWords, longWords, rareBigrams, bigrams));
    }
  }

  /**
   * Counts the rare terms of a text.
   *
   * <p>The text is commonly one of the documents itself, so every count includes it. In a corpus of
   * less than a hundred documents one in a hundred is less than one, and nothing could be rare;
   * there a word is rare that no other document has.
   */
  public static TermCounts of(Words words, TermFrequencies corpus) {
    var longWords = words.distinctLong();
    var bigrams = words.distinctBigrams();
    long mostDocuments = Math.max(1, corpus.documents() / 100);
    int rareWords = 0;
    for (String word : longWords) {
      if (corpus.documentsWithWord(word) <= mostDocuments) {
        rareWords++;
      }
    }
    int rareBigrams = 0;
    for (String bigram : bigrams) {
      if (corpus.documentsWithBigram(bigram) <= RARE_BIGRAM_DOCUMENTS) {
        rareBigrams++;
      }
    }
    return new TermCounts(
        corpus.version(),
        corpus.documents(),
        longWords.size(),
        rareWords,
        bigrams.size(),
        rareBigrams);
  }

  double rareWordShare() {
    return Figures.share(rareWords, longWords);
  }

  double rareBigramShare() {
    return Figures.share(rareBigrams, bigrams);
  }
}
