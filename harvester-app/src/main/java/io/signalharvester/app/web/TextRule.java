/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

/**
 * What every text of a client must obey. Control characters are in no name, and PostgreSQL cannot
 * take one of them (NUL) at all.
 */
final class TextRule {

  private TextRule() {}

  static boolean holds(String text, int most) {
    return !text.isBlank()
        && text.length() <= most
        && text.codePoints().noneMatch(Character::isISOControl);
  }

  static String sentence(int most) {
    return "must be a text of 1 to " + most + " characters without control characters";
  }
}
