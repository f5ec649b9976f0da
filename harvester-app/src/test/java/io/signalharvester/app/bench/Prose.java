/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.bench;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Sentences that mean nothing, with words as often as in real abstracts: small words, words that
 * every paper has, phrases of a field, and a long tail of 40,000 rare words whose frequency falls
 * with their rank.
 */
final class Prose {

  private static final int RARE = 40_000;

  private static final List<String> SMALL =
      words(
          "the of and a to in we is that for with on as are by this from our which can be an it or not at these their"
              + " more than between such both how when while under over into each only however thus also");

  private static final List<String> PLAIN =
      words(
          "method results model approach data show propose problem performance based new time analysis using system"
              + " paper study different present large two first high number state algorithm experiments framework work"
              + " learning demonstrate function structure existing information methods without provide systems several"
              + " find general known across improve order effect process local energy set given space"
              + " observed measured theory simulation estimate error noise sample samples parameter parameters design"
              + " efficient accurate robust simple complex dynamic linear nonlinear optimal random spatial temporal"
              + " global control tasks task input output distribution properties limits range rate scale level field"
              + " average lower upper bound numerical experimental theoretical evaluate compare achieve reduce increase"
              + " introduce consider derive apply extend combine require enable suggest reveal predict measure describe"
              + " significantly directly recently typically furthermore finally previously respectively percent orders"
              + " magnitude standard baseline benchmark code available open source public setting settings practical"
              + " application applications challenge solution strategy mechanism evidence literature limitation future");

  private static final List<String> SYLLABLES =
      words(
          "ba cor den fil gra hol jun kel lam mor nev ost pra qua rin sol tan ul vex wen xan yor zel bri cla dro elk fen"
              + " gli hur ist jor kra lun mir nos opt pel ras sil tor umb val wis yas zin");

  private Prose() {}

  private static List<String> words(String list) {
    return List.of(list.split(" "));
  }

  /** Returns a number below the bound; the n-th is chosen about 1/n as often as the first. */
  static int ranked(RandomGenerator random, int bound) {
    return Math.min(bound, (int) Math.exp(random.nextDouble() * Math.log(bound + 1.0))) - 1;
  }

  /** Returns the made word of a number; neighbours have nothing in common. */
  static String madeWord(int number) {
    int rest = (int) (number * 48_271L % 110_587);
    int base = SYLLABLES.size();
    return SYLLABLES.get(rest % base)
        + SYLLABLES.get(rest / base % base)
        + SYLLABLES.get(rest / base / base % base);
  }

  static String text(RandomGenerator random, ResearchField field, int sentences) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sentences; i++) {
      text.append(i == 0 ? "" : " ")
          .append(capital(phrase(random, field, random.nextInt(14, 27))))
          .append('.');
    }
    return text.toString();
  }

  /** Words without a full stop, with a phrase of the field at the front. */
  static String title(RandomGenerator random, ResearchField field) {
    return capital(
        one(random, field.phrases()) + " " + phrase(random, field, random.nextInt(4, 11)));
  }

  static <T> T one(RandomGenerator random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String phrase(RandomGenerator random, ResearchField field, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(i == 0 ? "" : random.nextInt(15) == 0 ? ", " : " ").append(word(random, field));
    }
    return text.toString();
  }

  private static String word(RandomGenerator random, ResearchField field) {
    int part = random.nextInt(100);
    if (part < 42) {
      return SMALL.get(ranked(random, SMALL.size()));
    }
    if (part < 82) {
      return PLAIN.get(ranked(random, PLAIN.size()));
    }
    return part < 90 ? one(random, field.phrases()) : madeWord(ranked(random, RARE));
  }
}
