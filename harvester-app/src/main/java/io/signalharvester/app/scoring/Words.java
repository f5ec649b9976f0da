/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as the formulas see it: lower-case words in order.
 *
 * @param inOrder the words as they stand, with repetitions
 */
record Words(List<String> inOrder) {

  // Letters and digits; a hyphen or apostrophe inside a word belongs to it ("game-changer").
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[-'’][\\p{L}\\p{N}]+)*");

  static Words of(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return new Words(List.copyOf(words));
  }

  int longerThan(int letters) {
    return (int)
        inOrder.stream().filter(word -> word.codePointCount(0, word.length()) > letters).count();
  }

  /**
   * Counts pairs of neighbours whose stable hash is a multiple of ten: the stand-in of v1 for
   * "rare".
   */
  int rareBigrams() {
    int rare = 0;
    for (int i = 1; i < inOrder.size(); i++) {
      String bigram = inOrder.get(i - 1) + " " + inOrder.get(i);
      if (Long.remainderUnsigned(StableHash.of(bigram), 10) == 0) {
        rare++;
      }
    }
    return rare;
  }

  /** Counts how many of the given words occur at all. */
  int present(Set<String> wanted) {
    Set<String> distinct = new HashSet<>(inOrder);
    distinct.retainAll(wanted);
    return distinct.size();
  }
}
