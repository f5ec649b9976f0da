/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A computed discovery score.
 *
 * @param components the five parts, in the fixed order of summation
 * @param impactScore reported beside the score, 0 to 100
 * @param credibilityScore reported beside the score, 0 to 100
 * @param baseScore sum of the contributions before ageing, 0 to 100
 * @param discoveryScore aged value at {@code computedAt}, 0 to 100
 * @param rankKey time-independent sort key, see {@link Ageing#rankKey}
 * @param algorithmVersion name of the formula
 * @param weightsHash first 16 hexadecimal digits of the SHA-256 of the weights
 * @param computedAt the time that the formula was given
 */
public record Score(
    List<Component> components,
    double impactScore,
    double credibilityScore,
    double baseScore,
    double discoveryScore,
    double rankKey,
    String algorithmVersion,
    String weightsHash,
    Instant computedAt) {

  private static final double MOST_ENGAGEMENT = 10_001;

  /**
   * One part of a score.
   *
   * @param name its name, such as {@code novelty}
   * @param value 0 to 100, rounded to 4 decimals
   * @param weight 0 to 1
   * @param contribution value times weight, rounded to 6 decimals
   * @param rawInputs the numbers that went in, by name
   * @param explanation one sentence or a few for people
   */
  public record Component(
      String name,
      double value,
      double weight,
      double contribution,
      List<RawInput> rawInputs,
      String explanation) {

    static Component of(
        String name, double value, double weight, List<RawInput> inputs, String explanation) {
      double stored = Figures.rounded(Figures.clamp(value));
      return new Component(
          name, stored, weight, Figures.roundedSum(stored * weight), inputs, explanation);
    }
  }

  /**
   * One number that went into a component.
   *
   * @param name its name
   * @param value its value, or null when it is not known
   */
  public record RawInput(String name, @Nullable Double value) {}

  /**
   * Sums components up in their order (specification, pipelines 4.2 to 4.4).
   *
   * @param components novelty, emergence, obscurity, cross_source, expert_signal
   */
  static Score of(List<Component> components, ScoreInput input, Instant now, ScoreFormula formula) {
    double sum = 0;
    for (Component component : components) {
      sum += component.contribution();
    }
    double base = Figures.clamp(Figures.roundedSum(sum));
    double crossSource = components.get(3).value();
    double expert = components.get(4).value();
    double credibility =
        0.5 * SourceFigures.credibility(input.source()) + 0.3 * crossSource + 0.2 * expert;
    double impact =
        100 * Math.min(1, StrictMath.log1p(input.engagement()) / StrictMath.log(MOST_ENGAGEMENT));
    return new Score(
        components,
        Figures.rounded(impact),
        Figures.rounded(credibility),
        base,
        Ageing.agedScore(base, input.ageFrom(), now),
        Ageing.rankKey(base, input.ageFrom()),
        formula.version(),
        formula.weightsHash(),
        now);
  }

  /** Returns the value of the component with this name, 0 to 100. */
  public double valueOf(String component) {
    for (Component part : components) {
      if (part.name().equals(component)) {
        return part.value();
      }
    }
    throw new IllegalArgumentException(
        "a score has no component '" + component + "': name one of " + components);
  }
}
