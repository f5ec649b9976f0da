/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import io.signalharvester.app.scoring.ScoreWeights;

/**
 * How discoveries are scored.
 *
 * @param weights what the components of a score count for
 */
public record ScoringSettings(ScoreWeights weights) {

  static final ValueRule<ScoreWeights> WEIGHTS =
      new ValueRule<>(
          "five numbers from 0 to 1 joined by commas, for novelty, emergence, obscurity, cross_source and expert_signal, that sum to 1 (+-0.001)",
          ScoreWeights::parse);
}
