/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import java.time.Instant;
import java.util.List;

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

  /**
   * One part of a score.
   *
   * @param name its name, such as {@code novelty}
   * @param value 0 to 100, rounded to 4 decimals
   * @param weight 0 to 1
   * @param contribution value times weight
   * @param rawInputs the numbers that went in, by name
   * @param explanation one sentence for people
   */
  public record Component(
      String name,
      double value,
      double weight,
      double contribution,
      List<RawInput> rawInputs,
      String explanation) {}

  /**
   * One number that went into a component.
   *
   * @param name its name
   * @param value its value
   */
  public record RawInput(String name, double value) {}

  /** Returns the value of the component with this name, 0 to 100. */
  public double valueOf(String component) {
    return components.stream()
        .filter(part -> part.name().equals(component))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
