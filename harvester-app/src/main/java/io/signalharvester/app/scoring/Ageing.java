/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import java.time.Duration;
import java.time.Instant;

/**
 * How scores age (specification, pipelines 4.3 and 4.4): a score loses the factor e in 336 hours.
 * The rank key folds the age into a number that never changes, so that one index orders the list at
 * every moment.
 */
public final class Ageing {

  /** Hours in which a score falls to 1/e. */
  public static final double E_FOLDING_HOURS = 336;

  private static final double LEAST_BASE = 0.01;

  private Ageing() {}

  /** Returns {@code ln(max(base, 0.01)) + epochHours(from) / 336}. */
  public static double rankKey(double baseScore, Instant from) {
    return StrictMath.log(Math.max(baseScore, LEAST_BASE)) + epochHours(from) / E_FOLDING_HOURS;
  }

  /** Returns the score at a moment, 0 to 100, from its rank key. */
  public static double scoreAt(double rankKey, Instant moment) {
    return Math.min(100, StrictMath.exp(rankKey - epochHours(moment) / E_FOLDING_HOURS));
  }

  /**
   * Returns what a base score is multiplied with at a moment, 0 to 1, from the rank key that was
   * made of it.
   */
  public static double ageFactor(double baseScore, double rankKey, Instant moment) {
    return Math.min(1, scoreAt(rankKey, moment) / Math.max(baseScore, LEAST_BASE));
  }

  /**
   * Returns the score at a moment, 0 to 100, of something that ages since {@code from}; never
   * negative age.
   */
  public static double agedScore(double baseScore, Instant from, Instant moment) {
    return Math.min(100, baseScore * StrictMath.exp(-hoursBetween(from, moment) / E_FOLDING_HOURS));
  }

  /**
   * Returns the least rank key of what scores at least {@code minScore} at a moment.
   *
   * @param minScore more than 0, at most 100
   */
  public static double leastRankKey(double minScore, Instant moment) {
    return StrictMath.log(minScore) + epochHours(moment) / E_FOLDING_HOURS;
  }

  static double hoursBetween(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis() / 3_600_000.0);
  }

  private static double epochHours(Instant moment) {
    return moment.toEpochMilli() / 3_600_000.0;
  }
}
