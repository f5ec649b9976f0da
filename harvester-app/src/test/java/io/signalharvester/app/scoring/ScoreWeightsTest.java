/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreWeightsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.35,0.30,0.20,0.10     | 4 weights",
        "0.35,0.30,0.20,0.10,0.06 | 1.01",
        "0.35,0.30,0.20,0.10,0.04 | 0.99",
        "1.2,-0.2,0,0,0          | novelty is 1.2",
        "NaN,0,0,0,1             | novelty is NaN",
        "a,0,0,0,1               | \"a\""
      })
  void whatIsNotFiveSharesOfOneIsRefusedByName(String text, String named) {
    assertThatThrownBy(() -> ScoreWeights.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  @Test
  void theDefaultIsKeptAsItIsAndHasAHashOfSixteenDigits() {
    assertThat(ScoreWeights.parse("0.35, 0.30, 0.20, 0.10, 0.05")).isEqualTo(ScoreWeights.DEFAULT);
    assertThat(ScoreWeights.DEFAULT.novelty()).isEqualTo(0.35);
    assertThat(ScoreWeights.DEFAULT.hash())
        .matches("[0-9a-f]{16}")
        .isEqualTo(new DiscoveryScoreV1().weightsHash())
        .isNotEqualTo(ScoreWeights.parse("0.30,0.35,0.20,0.10,0.05").hash());
  }

  @Test
  void aSmallExcessIsScaledAwaySoThatNoScorePassesAHundred() {
    ScoreWeights weights = ScoreWeights.parse("0.351,0.30,0.20,0.10,0.05");

    assertThat(weights.novelty()).isCloseTo(0.351 / 1.001, within(1e-15));
    assertThat(
            weights.novelty()
                + weights.emergence()
                + weights.obscurity()
                + weights.crossSource()
                + weights.expertSignal())
        .isCloseTo(1, within(1e-15));
  }
}
