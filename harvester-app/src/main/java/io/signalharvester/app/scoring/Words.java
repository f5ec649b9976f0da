/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text as the formulas see it: lower-case words in order.
 *
 * @param inOrder the words as they stand, with repetitions
 */
public record Words(List<String> inOrder) {

  private static final int LONG = 5;

  // Letters and digits; a hyphen or apostrophe inside a word belongs to it ("game-changer").
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[-'’][\\p{L}\\p{N}]+)*");
  private static final Pattern HYPHEN = Pattern.compile("-");

  /** Copies the list. */
  public Words {
    inOrder = List.copyOf(inOrder);
  }

  /** Returns the words of a text. */
  public static Words of(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return new Words(words);
  }

  /** Returns the words that an artifact is scored by: those of its title, then of its content. */
  public static Words of(@Nullable String title, @Nullable String content) {
    return of((title == null ? "" : title) + "\n" + (content == null ? "" : content));
  }

  /** Returns each word of more than five letters once, in the order of the text. */
  public Set<String> distinctLong() {
    Set<String> distinct = new LinkedHashSet<>();
    for (String word : inOrder) {
      if (isLonger(word, LONG)) {
        distinct.add(word);
      }
    }
    return distinct;
  }

  /** Returns each pair of neighbours once, joined by a space, in the order of the text. */
  public Set<String> distinctBigrams() {
    Set<String> distinct = new LinkedHashSet<>();
    for (int i = 1; i < inOrder.size(); i++) {
      distinct.add(bigram(i));
    }
    return distinct;
  }

  int longerThan(int letters) {
    return (int) inOrder.stream().filter(word -> isLonger(word, letters)).count();
  }

  /**
   * Counts pairs of neighbours whose stable hash is a multiple of ten: the stand-in of v1 for
   * "rare".
   */
  int rareBigrams() {
    int rare = 0;
    for (int i = 1; i < inOrder.size(); i++) {
      if (Long.remainderUnsigned(StableHash.of(bigram(i)), 10) == 0) {
        rare++;
      }
    }
    return rare;
  }

  /** Counts how many of the given words occur at all, as they stand. */
  int present(Set<String> wanted) {
    Set<String> distinct = new HashSet<>(inOrder);
    distinct.retainAll(wanted);
    return distinct.size();
  }

  /**
   * Counts how many of the given words occur, as they stand or as a part of a hyphenated word: in
   * "state-of-the-art-benchmark" the benchmark counts, and "game-changer" is still found whole.
   * Each counts once. Terms and pairs are not taken apart: there a compound is a term of its own.
   */
  int presentWithParts(Set<String> wanted) {
    Set<String> distinct = new HashSet<>(inOrder);
    for (String word : inOrder) {
      if (word.indexOf('-') >= 0) {
        HYPHEN.splitAsStream(word).forEach(distinct::add);
      }
    }
    distinct.retainAll(wanted);
    return distinct.size();
  }

  private String bigram(int second) {
    return inOrder.get(second - 1) + " " + inOrder.get(second);
  }

  private static boolean isLonger(String word, int letters) {
    return word.codePointCount(0, word.length()) > letters;
  }
}
