/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final ManualTime time = new ManualTime(START);
  private final Windows windows = new Windows(time);

  private void add(String route, int status) {
    windows.add(new Request("GET", route, Cohort.SPLIT, status, 0.001, true));
  }

  private void pass(Duration duration) {
    time.pause(duration).block();
  }

  private List<Instant> starts() {
    return windows.since(null).stream().map(Windows.View::start).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "200, 0.001, true,  0, 0, 0",
    "304, 0.001, true,  0, 0, 0",
    "400, 0.001, true,  0, 1, 0",
    "401, 0.001, true,  0, 0, 0",
    "403, 0.001, true,  0, 0, 0",
    "404, 0.001, true,  0, 0, 0",
    "422, 0.001, true,  0, 1, 0",
    "429, 0.001, true,  0, 0, 0",
    "500, 0.001, true,  1, 0, 0",
    "503, 0.001, true,  1, 0, 0",
    "200, 0.5,   true,  0, 0, 0",
    "200, 0.501, true,  0, 0, 1",
    "200, 9,     false, 0, 0, 0",
    "0,   60,    true,  0, 0, 1"
  })
  void requestsCountByWhatBecameOfThem(
      int status,
      double seconds,
      boolean slowCounts,
      int serverErrors,
      int clientErrors,
      int slowerThanHalfASecond) {
    windows.add(new Request("GET", "/a", Cohort.PINNED, status, seconds, slowCounts));

    Counts.View counts = windows.since(null).getFirst().cohorts().get("pinned");
    assertThat(counts.requests()).isEqualTo(1);
    assertThat(counts.serverErrors()).isEqualTo(serverErrors);
    assertThat(counts.clientErrors()).isEqualTo(clientErrors);
    // The seventh bound is 0.5 s.
    assertThat(counts.slower().get(6)).isEqualTo(slowerThanHalfASecond);
    assertThat(windows.since(null).getFirst().routes()).containsEntry("/a", counts);
  }

  @Test
  void aWindowIsTenSecondsAlignedToTheClock() {
    add("/a", 200);
    pass(Duration.ofMillis(9_999));
    add("/a", 200);
    assertThat(starts()).containsExactly(START);
    assertThat(windows.since(null).getFirst().complete()).isFalse();

    pass(Duration.ofMillis(1));
    assertThat(windows.since(null).getFirst().complete()).isTrue();
    add("/a", 200);
    pass(Duration.ofSeconds(25));
    add("/a", 200);

    assertThat(starts()).containsExactly(START, START.plusSeconds(10), START.plusSeconds(30));
    assertThat(windows.since(null).getFirst().cohorts().get("split").requests()).isEqualTo(2);
    assertThat(windows.since(START.plusSeconds(10))).hasSize(2);
    assertThat(windows.since(START.plusSeconds(11))).hasSize(1);
    assertThat(windows.since(START.plusSeconds(60))).isEmpty();
  }

  @Test
  void afterSixHoursTheRingBeginsAnew() {
    for (int i = 0; i < Windows.NUMBER + 5; i++) {
      add("/a", 200);
      pass(Windows.LENGTH);
    }
    assertThat(starts()).hasSize(Windows.NUMBER - 1);
    add("/a", 200);
    assertThat(starts())
        .hasSize(Windows.NUMBER)
        .isSorted()
        .startsWith(START.plusSeconds(60))
        .endsWith(time.instant());

    // Nothing happened for a day: what stands in the ring is too old to be told.
    pass(Duration.ofDays(1));
    assertThat(starts()).isEmpty();
    add("/a", 200);
    assertThat(starts()).containsExactly(time.instant());
  }

  @Test
  void aClockThatGoesBackLosesNothing() {
    add("/a", 200);
    pass(Duration.ofSeconds(60));
    add("/a", 200);

    pass(Duration.ofSeconds(-60));
    assertThat(starts()).containsExactly(START);
    add("/a", 200);
    assertThat(windows.since(null).getFirst().cohorts().get("split").requests()).isEqualTo(2);

    pass(Duration.ofSeconds(60));
    assertThat(starts()).containsExactly(START, START.plusSeconds(60));
    pass(Duration.ofDays(-30));
    add("/a", 200);
    assertThat(starts()).containsExactly(time.instant());
  }

  @Test
  void aWindowThatIsOverHoldsItsBusiestRoutesOnly() {
    for (int i = 0; i < 50; i++) {
      for (int n = 0; n <= i; n++) {
        add("/r%02d".formatted(i), 200);
      }
    }
    assertThat(windows.since(null).getFirst().routes()).hasSize(20);
    pass(Windows.LENGTH);
    add("/a", 200);

    Windows.View first = windows.since(null).getFirst();
    assertThat(first.routes().keySet()).hasSize(20).startsWith("/r49", "/r48").endsWith("/r30");
    assertThat(first.cohorts().get("split").requests()).isEqualTo(50 * 51 / 2);
  }

  @ParameterizedTest
  @CsvSource({"split, SPLIT", "pinned, PINNED", "SPLIT, NONE", "x, NONE", "'', NONE"})
  void onlyTheTwoKnownCohortsAreTold(String header, Cohort cohort) {
    assertThat(Cohort.of(header)).isEqualTo(cohort);
    assertThat(Cohort.of(null)).isEqualTo(Cohort.NONE);
  }
}
