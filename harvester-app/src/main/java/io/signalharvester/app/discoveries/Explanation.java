/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Why an artifact has its score: the contributions add up to the base score, and the base score
 * times the age factor is the live score (specification, pipelines 4.2 and 4.3).
 *
 * @param baseScore score without age, 0 to 100
 * @param ageFactor what is left of it at the moment of the request, 0 to 1
 * @param discoveryScore live score at that moment, 0 to 100, rounded to 4 decimals
 * @param components its parts, in the order of summation
 */
public record Explanation(
    double baseScore, double ageFactor, double discoveryScore, List<Component> components) {

  /**
   * One part.
   *
   * @param name its name, such as {@code cross_source}
   * @param value 0 to 100
   * @param weight 0 to 1
   * @param contribution value times weight
   * @param rawInputs what the value was computed from, by name
   * @param explanation one sentence for people
   */
  public record Component(
      String name,
      double value,
      double weight,
      double contribution,
      JsonNode rawInputs,
      String explanation) {}

  /** Returns a live score as every reply shows it. */
  static double rounded(double score) {
    return Math.round(score * 10_000) / 10_000.0;
  }
}
