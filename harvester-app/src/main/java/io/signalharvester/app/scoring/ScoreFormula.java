/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import java.time.Instant;

/** A formula of the discovery score; the newest is used, older ones stay for comparison. */
public sealed interface ScoreFormula permits DiscoveryScoreV1, DiscoveryScoreV2 {

  /** Returns its name in stored scores, such as {@code v2}. */
  String version();

  /** Returns the first 16 hexadecimal digits of the SHA-256 of its weights. */
  String weightsHash();

  /**
   * Computes the score of one artifact. Same arguments give bit-equal results on any machine.
   *
   * @param input what is known of it
   * @param now the moment for which the score is computed
   */
  Score score(ScoreInput input, Instant now);
}
