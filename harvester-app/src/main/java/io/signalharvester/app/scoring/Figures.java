/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

/** Arithmetic that every formula shares: limits, and roundings that are the same everywhere. */
final class Figures {

  private Figures() {}

  static double clamp(double value) {
    return Math.clamp(value, 0, 100);
  }

  /** Limits to 0 to 1 and stretches to 0 to 100. */
  static double percent(double share) {
    return 100 * Math.clamp(share, 0, 1);
  }

  /** Rounds to 4 decimals, as values of components are stored. */
  static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  /** Rounds to 6 decimals: a value of 4 decimals times a weight of 2 is not changed by it. */
  static double roundedSum(double value) {
    return Math.round(value * 1_000_000) / 1_000_000.0;
  }

  /** Writes a number for people, with one decimal at most. */
  static String text(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
  }

  /** Writes a number with its noun, such as "1 word" and "2 words". */
  static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Writes a share for people, with one decimal; of nothing it is 0. */
  static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
