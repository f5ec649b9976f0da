/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.corpus;

import io.signalharvester.app.scoring.TermFrequencies;
import io.signalharvester.app.scoring.Words;
import java.time.Instant;

/**
 * One stored corpus version: how many documents it counted, and in how many each term occurs.
 *
 * <p>From some ten thousand documents on, all counters of a sketch are shared and no pair of words
 * would seem rare any more. So what a term that never occurred seems to count is subtracted; up to
 * there that is 0, and counts are nearly exact.
 */
public final class Corpus implements TermFrequencies {

  private final CorpusVersion header;
  private final CountMinSketch words;
  private final CountMinSketch bigrams;
  private final long wordBackground;
  private final long bigramBackground;

  Corpus(CorpusVersion header, CountMinSketch words, CountMinSketch bigrams) {
    this.header = header;
    this.words = words;
    this.bigrams = bigrams;
    this.wordBackground = words.background();
    this.bigramBackground = bigrams.background();
  }

  /**
   * Returns when it was built. No score that uses it is computed for an earlier moment, so a score
   * with an earlier moment used an older corpus.
   */
  public Instant builtAt() {
    return header.builtAt();
  }

  @Override
  public long version() {
    return header.version();
  }

  @Override
  public long documents() {
    return header.documents();
  }

  @Override
  public long documentsWithWord(String word) {
    return Math.max(0, words.count(word) - wordBackground);
  }

  @Override
  public long documentsWithBigram(String bigram) {
    return Math.max(0, bigrams.count(bigram) - bigramBackground);
  }

  /** The counters of a corpus that is being built. */
  static final class Draft {

    private final CountMinSketch words = new CountMinSketch();
    private final CountMinSketch bigrams = new CountMinSketch();
    private long documents;

    void add(Words document) {
      documents++;
      document.distinctLong().forEach(words::add);
      document.distinctBigrams().forEach(bigrams::add);
    }

    long documents() {
      return documents;
    }

    byte[] words() {
      return words.stored();
    }

    byte[] bigrams() {
      return bigrams.stored();
    }

    Corpus as(CorpusVersion header) {
      return new Corpus(header, words, bigrams);
    }
  }
}
