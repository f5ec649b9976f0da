/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AgeFactorTest {

  private static final Instant PUBLISHED = Instant.ofEpochSecond(1_760_000_000);

  private static double factor(double base, Instant moment) {
    return Ageing.ageFactor(base, Ageing.rankKey(base, PUBLISHED), moment);
  }

  @Property
  void baseTimesFactorIsTheAgedScore(
      @ForAll @DoubleRange(max = 100) double base, @ForAll @IntRange(max = 10_000) int hours) {
    Instant moment = PUBLISHED.plus(Duration.ofHours(hours));

    assertThat(factor(base, moment)).isBetween(0.0, 1.0);
    // A base below 0.01 has the rank key of 0.01, and still its own score.
    assertThat(base * factor(base, moment))
        .isCloseTo(Ageing.agedScore(base, PUBLISHED, moment), within(1e-9));
  }

  @Test
  void theExampleOfTheSpecificationAgesForADay() {
    Instant dayLater = PUBLISHED.plus(Duration.ofHours(24));

    assertThat(77.687 * factor(77.687, dayLater)).isCloseTo(72.332, within(0.001));
    assertThat(factor(50, PUBLISHED.minusSeconds(3600))).isEqualTo(1);
  }
}
