/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Words as phrases are compared by: lower case, without a plural s, broken at everything that is no
 * letter and no digit. A dollar sign is a word of its own, so that a phrase can ask for money.
 */
final class Tokens {

  private Tokens() {}

  /** Returns the words of a text in order; the time is linear in its length. */
  static List<String> of(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    List<String> tokens = new ArrayList<>();
    int start = -1;
    for (int i = 0; i < plain.length(); ) {
      int character = plain.codePointAt(i);
      boolean inWord = Character.isLetterOrDigit(character);
      if (inWord && start < 0) {
        start = i;
      }
      if (!inWord && start >= 0) {
        tokens.add(singular(plain.substring(start, i)));
        start = -1;
      }
      if (character == '$') {
        tokens.add("$");
      }
      i += Character.charCount(character);
    }
    if (start >= 0) {
      tokens.add(singular(plain.substring(start)));
    }
    return tokens;
  }

  // Rough, but the same on both sides of a comparison, which is all that counts.
  private static String singular(String word) {
    int length = word.length();
    if (length > 4 && word.endsWith("ies")) {
      return word.substring(0, length - 3) + "y";
    }
    if (length > 3 && word.endsWith("s") && "sui".indexOf(word.charAt(length - 2)) < 0) {
      return word.substring(0, length - 1);
    }
    return word;
  }
}
