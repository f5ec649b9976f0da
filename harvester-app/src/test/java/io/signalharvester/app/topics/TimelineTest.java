/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.topics.Timeline.Day;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("API-25")
class TimelineTest {

  private static final LocalDate LAST = LocalDate.of(2024, 3, 1);

  @Property
  void everyDayOfTheWindowStandsThereOnceInOrderWithItsOwnCount(
      @ForAll @IntRange(min = 1, max = 365) int days,
      @ForAll @Size(max = 20) Set<@IntRange(min = 0, max = 364) Integer> ages) {
    List<Day> stored =
        ages.stream()
            .filter(age -> age < days)
            .map(age -> Day.of(LAST.minusDays(age), age + 1, 50.0))
            .toList();

    List<Day> filled = Timeline.filled(stored, LAST, days);

    assertThat(filled).hasSize(days).containsAll(stored);
    assertThat(filled.getLast().date()).isEqualTo(LAST);
    for (int i = 1; i < days; i++) {
      assertThat(filled.get(i).date()).isEqualTo(filled.get(i - 1).date().plusDays(1));
    }
    assertThat(filled.stream().filter(day -> day.count() == 0))
        .hasSize(days - stored.size())
        .allMatch(day -> day.avgScore() == 0 && day.artifactCount() == 0);
  }

  @Test
  void aDayWithoutAnyScoreHasNoAverageWhichIsNotAnAverageOfNothing() {
    List<Day> filled = Timeline.filled(List.of(Day.of(LAST, 3, null)), LAST, 2);

    assertThat(filled)
        .containsExactly(Day.of(LocalDate.of(2024, 2, 29), 0, 0.0), Day.of(LAST, 3, null));
  }
}
