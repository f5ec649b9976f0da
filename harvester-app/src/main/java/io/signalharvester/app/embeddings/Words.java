/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

/** What counts as text and how much of it. */
final class Words {

  private Words() {}

  /** The first characters of a text, in code points. */
  static String start(String text, int most) {
    // A code point has at most two chars, so most texts need no counting.
    if (text.length() <= most || text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most));
  }

  /** Whether there is anything to compare: a letter or a digit of any script. */
  static boolean in(String text) {
    return text.codePoints().anyMatch(Character::isLetterOrDigit);
  }
}
