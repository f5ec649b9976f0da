/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

/** In how many documents of one corpus terms occur, as well as a sketch of it can tell. */
public interface TermFrequencies {

  /** Returns the number of the corpus; a newer one has a greater number. */
  long version();

  /** Returns how many documents were counted, at least 0. */
  long documents();

  /** Returns in how many documents a word occurs; asked for words longer than five letters. */
  long documentsWithWord(String word);

  /** Returns in how many documents two words follow each other; they are joined by a space. */
  long documentsWithBigram(String bigram);
}
