/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the five components of a score count for (specification, pipelines 4.2). They may miss a sum
 * of 1 by 0.001 and are scaled to it, so that no score passes 100 and contributions always sum to
 * the score.
 *
 * @param novelty 0 to 1
 * @param emergence 0 to 1
 * @param obscurity 0 to 1
 * @param crossSource 0 to 1
 * @param expertSignal 0 to 1
 */
public record ScoreWeights(
    double novelty, double emergence, double obscurity, double crossSource, double expertSignal) {

  /** The weights of the specification. */
  public static final ScoreWeights DEFAULT = new ScoreWeights(0.35, 0.30, 0.20, 0.10, 0.05);

  private static final double TOLERANCE = 0.001;
  // Below this a difference is what binary fractions leave, and scaling would only blur the
  // numbers.
  private static final double NOISE = 1e-9;

  /**
   * Checks and scales.
   *
   * @throws IllegalArgumentException when a weight is out of range or the sum is not 1
   */
  public ScoreWeights {
    double[] all = {novelty, emergence, obscurity, crossSource, expertSignal};
    String[] names = {"novelty", "emergence", "obscurity", "cross_source", "expert_signal"};
    double sum = 0;
    for (int i = 0; i < all.length; i++) {
      if (!(all[i] >= 0 && all[i] <= 1)) {
        throw new IllegalArgumentException(
            "the weight of %s is %s, but must be from 0 to 1: correct it"
                .formatted(names[i], all[i]));
      }
      sum += all[i];
    }
    if (Math.abs(sum - 1) > TOLERANCE + NOISE) {
      throw new IllegalArgumentException(
          "the weights of a score sum to %s, but must sum to 1 (+-0.001): change one of novelty, emergence, obscurity, cross_source, expert_signal"
              .formatted(Figures.roundedSum(sum)));
    }
    if (Math.abs(sum - 1) > NOISE) {
      novelty /= sum;
      emergence /= sum;
      obscurity /= sum;
      crossSource /= sum;
      expertSignal /= sum;
    }
  }

  /**
   * Reads five numbers joined by commas, in the order of the components.
   *
   * @throws IllegalArgumentException when there are not five numbers, or they break the rules
   */
  public static ScoreWeights parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length != 5) {
      throw new IllegalArgumentException(
          "there are %d weights, but must be 5: novelty,emergence,obscurity,cross_source,expert_signal"
              .formatted(parts.length));
    }
    double[] numbers = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Double.parseDouble(parts[i].strip());
    }
    return new ScoreWeights(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
  }

  /** Returns the first 16 hexadecimal digits of the SHA-256 of the weights with their names. */
  public String hash() {
    String named =
        "novelty=%s;emergence=%s;obscurity=%s;cross_source=%s;expert_signal=%s"
            .formatted(novelty, emergence, obscurity, crossSource, expertSignal);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(named.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
