/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import static io.signalharvester.app.scoring.Inputs.DAY_LATER;
import static io.signalharvester.app.scoring.Inputs.PUBLISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AgeingTest {

  @Test
  void rankKeyFilterAndLiveScoreAreThoseOfTheSpecification() {
    double key = Ageing.rankKey(77.687, PUBLISHED);

    assertThat(key).isCloseTo(1459.37915, within(0.00001));
    assertThat(Ageing.leastRankKey(70, DAY_LATER)).isCloseTo(1459.34638, within(0.00001));
    assertThat(Ageing.leastRankKey(80, DAY_LATER)).isCloseTo(1459.47991, within(0.00001));
    assertThat(key)
        .isBetween(Ageing.leastRankKey(70, DAY_LATER), Ageing.leastRankKey(80, DAY_LATER));
    assertThat(Ageing.scoreAt(key, DAY_LATER)).isCloseTo(72.332, within(0.001));
    assertThat(Ageing.agedScore(77.687, PUBLISHED, DAY_LATER)).isCloseTo(72.332, within(0.001));
  }

  @Test
  void aFullScoreStaysAboveEightyForThreeDays() {
    double key = Ageing.rankKey(100, PUBLISHED);

    assertThat(Ageing.scoreAt(key, PUBLISHED.plusMillis((long) (74.97 * 3_600_000))))
        .isGreaterThan(80);
    assertThat(Ageing.scoreAt(key, PUBLISHED.plusMillis((long) (74.98 * 3_600_000))))
        .isCloseTo(80, within(0.001));
    assertThat(Ageing.scoreAt(key, PUBLISHED.plusMillis((long) (74.99 * 3_600_000))))
        .isLessThan(80);
  }

  @Test
  void aDateInTheFutureDoesNotMakeAnythingYoungerThanFirstSeen() {
    ScoreInput input = new Inputs().published(DAY_LATER).firstSeen(PUBLISHED).make();

    assertThat(input.ageFrom()).isEqualTo(PUBLISHED);
    assertThat(Ageing.hoursBetween(DAY_LATER, PUBLISHED)).isZero();
  }

  @Property
  void orderByRankKeyIsOrderByLiveScoreAtAnyMoment(
      @ForAll @DoubleRange(min = 0.01, max = 100) double oneBase,
      @ForAll @DoubleRange(min = 0.01, max = 100) double otherBase,
      @ForAll @IntRange(max = 1_000_000) int oneAge,
      @ForAll @IntRange(max = 1_000_000) int otherAge,
      @ForAll @IntRange(max = 2_000_000) int earlier,
      @ForAll @IntRange(max = 2_000_000) int later) {
    Instant one = PUBLISHED.minusSeconds(oneAge);
    Instant other = PUBLISHED.minusSeconds(otherAge);
    double keys = Ageing.rankKey(oneBase, one) - Ageing.rankKey(otherBase, other);

    for (int moment : new int[] {earlier, later}) {
      Instant now = PUBLISHED.plusSeconds(moment);
      double scores = Ageing.agedScore(oneBase, one, now) - Ageing.agedScore(otherBase, other, now);
      // What differs by less than the noise of a double has no order.
      if (Math.abs(keys) > 1e-9 && Math.abs(scores) > 1e-9) {
        assertThat(Math.signum(scores)).isEqualTo(Math.signum(keys));
      }
    }
  }

  @Property
  void theFilterOnTheRankKeyIsTheFilterOnTheLiveScore(
      @ForAll @DoubleRange(min = 0.01, max = 100) double base,
      @ForAll @DoubleRange(min = 0.5, max = 100) double least,
      @ForAll @IntRange(max = 2_000_000) int age) {
    Instant now = PUBLISHED.plusSeconds(age);
    double live = Ageing.agedScore(base, PUBLISHED, now);

    if (Math.abs(live - least) > 1e-9) {
      assertThat(Ageing.rankKey(base, PUBLISHED) >= Ageing.leastRankKey(least, now))
          .isEqualTo(live >= least);
    }
  }
}
