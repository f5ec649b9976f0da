/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The vector of a topic (specification, pipelines 6.1). */
final class TopicCentroid {

  /** Most members that count, the newest. */
  static final int MEMBERS = 100;

  private static final double SCORE_OF_THE_UNSCORED = 50;
  private static final double AGEING_DAYS = 30;

  /**
   * Cosine from which a new vector counts as the old one. Two such vectors lie at most 0.045 apart,
   * which moves the novelty of an artifact by 3 points and its score by one.
   */
  private static final double SAME = 0.999;

  private TopicCentroid() {}

  /**
   * An artifact of the topic.
   *
   * @param vector of length 1
   * @param score discovery score from 0 to 100, or null when there is none
   * @param ageDays age in days, at least 0; only differences of ages matter, so it may be counted
   *     from the newest member
   */
  record Member(float[] vector, @Nullable Double score, double ageDays) {

    double weight() {
      Double known = score;
      return (known == null ? SCORE_OF_THE_UNSCORED : known) * Math.exp(-ageDays / AGEING_DAYS);
    }
  }

  /**
   * Returns the normalised weighted mean, or nothing when the members weigh nothing or cancel each
   * other out. The same members in the same order give the same bytes.
   */
  static Optional<float[]> of(List<Member> members) {
    if (members.isEmpty()) {
      return Optional.empty();
    }
    double[] sums = new double[members.getFirst().vector().length];
    for (Member member : members) {
      double weight = member.weight();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weight * member.vector()[i];
      }
    }
    for (double sum : sums) {
      if (sum != 0) {
        return Optional.of(Vectors.normalised(sums));
      }
    }
    return Optional.empty();
  }

  /** Whether a new vector differs enough from the stored one to take its place. */
  static boolean replaces(float[] fresh, float @Nullable [] stored) {
    return stored == null || stored.length != fresh.length || Vectors.cosine(fresh, stored) < SAME;
  }
}
