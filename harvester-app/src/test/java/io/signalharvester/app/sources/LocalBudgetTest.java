/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.sources.SourceBudget.Grant;
import io.signalharvester.app.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalBudgetTest {

  private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));

  private static boolean granted(SourceBudget budget) {
    return budget.take().block() instanceof Grant.Granted;
  }

  private void pass(Duration duration) {
    time.pause(duration).block();
  }

  @Test
  void aCallTakesFromAllWindowsOrFromNone() {
    LocalBudget budget =
        new LocalBudget(
            "x", List.of(BudgetWindow.spacing(Duration.ofSeconds(3)), BudgetWindow.day(2)), time);

    assertThat(granted(budget)).isTrue();
    assertThat(budget.take().block()).isEqualTo(new Grant.Refused(Duration.ofSeconds(3), false));
    pass(Duration.ofSeconds(3));
    assertThat(granted(budget)).isTrue();
    pass(Duration.ofSeconds(3));
    assertThat(budget.take().block())
        .isEqualTo(new Grant.Refused(Duration.ofDays(1).minusSeconds(6), false));
    assertThat(budget.uses()).extracting(BudgetUse::remaining).containsExactly(0L, 0L);
    pass(Duration.ofDays(1));
    assertThat(granted(budget)).isTrue();
  }

  @Test
  void aClosedSourceRefusesUntilItsTime() {
    LocalBudget budget = new LocalBudget("x", List.of(), time);
    budget.close(Duration.ofMinutes(20)).block();
    budget.close(Duration.ofMinutes(5)).block();

    assertThat(budget.take().block()).isEqualTo(new Grant.Refused(Duration.ofMinutes(20), true));
    pass(Duration.ofMinutes(20));
    assertThat(granted(budget)).isTrue();
  }

  @Test
  void sharesTogetherAreNeverMoreThanTheWhole() {
    assertThat(BudgetWindow.day(1_000).share(3).limit()).isEqualTo(333);
    assertThat(BudgetWindow.spacing(Duration.ofSeconds(3)).share(3))
        .isEqualTo(BudgetWindow.spacing(Duration.ofSeconds(9)));
    assertThat(new BudgetWindow("w", 2, Duration.ofSeconds(4)).share(3))
        .isEqualTo(new BudgetWindow("w", 1, Duration.ofSeconds(6)));
  }
}
