/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.operator.crash.Stop.Downtime;
import io.signalharvester.operator.crash.Stop.Side;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An operator that is killed before or after any single write changes nothing in what comes out,
 * and what holds at every moment holds then too.
 */
class CrashPlanTest {

  private static final Map<Story, Telling.End> UNDISTURBED = new EnumMap<>(Story.class);

  @ParameterizedTest
  @EnumSource
  void aCrashAtAnyWriteChangesNothingInTheEnd(Story story) {
    Telling.End undisturbed = undisturbed(story);
    assertThat(undisturbed.writes()).as("writes of the story").isPositive();
    int points = 0;
    long moments = 0;
    for (int write = 1; write <= undisturbed.writes(); write++) {
      for (Side side : Side.values()) {
        for (Downtime downtime : Downtime.values()) {
          Stop stop = new Stop(write, side, downtime, false);
          Telling.End end = tell(story, List.of(stop));
          assertThat(end.stopped()).as(stop.toString()).isOne();
          moments += end.moments();
          points++;
        }
      }
    }
    assertThat(points).isEqualTo(undisturbed.writes() * 4);
    System.out.printf(
        "%s: %d writes, stopped at %d points, looked at %d moments%n",
        story, undisturbed.writes(), points, moments);
  }

  @Property(tries = 300, seed = "20260101", edgeCases = EdgeCasesMode.NONE)
  void twoCrashesAndALostStatusChangeNothingInTheEnd(
      @ForAll Story story,
      @ForAll @IntRange(min = 1, max = 1000) int first,
      @ForAll @IntRange(min = 1, max = 1000) int second,
      @ForAll Side firstSide,
      @ForAll Side secondSide,
      @ForAll Downtime downtime,
      @ForAll boolean firstLosesStatus,
      @ForAll boolean secondLosesStatus) {
    int writes = undisturbed(story).writes();
    int from = 1 + first % writes;
    Stop stop = new Stop(from, firstSide, downtime, firstLosesStatus);
    Stop again =
        new Stop(1 + second % (writes - from + 1), secondSide, downtime, secondLosesStatus);
    tell(story, List.of(stop, again));
  }

  private static Telling.End tell(Story story, List<Stop> stops) {
    try {
      Telling.End end = Telling.of(story, stops);
      assertThat(end.objects()).isEqualTo(undisturbed(story).objects());
      return end;
    } catch (AssertionError e) {
      throw new AssertionError("%s with %s: %s".formatted(story, stops, e.getMessage()), e);
    }
  }

  private static Telling.End undisturbed(Story story) {
    return UNDISTURBED.computeIfAbsent(story, told -> Telling.of(told, List.of()));
  }
}
