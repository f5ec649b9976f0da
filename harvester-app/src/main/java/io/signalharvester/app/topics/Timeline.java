/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The days of a topic. Days are those of UTC; the window ends with today. */
public final class Timeline {

  private Timeline() {}

  /**
   * One day. Two names for one number each: older clients read the short ones.
   *
   * @param date the day
   * @param count artifacts of the day
   * @param artifactCount the same
   * @param avgScore mean score, 0 to 100; 0 on an empty day, null when no artifact has a score
   * @param avgDiscoveryScore the same
   */
  public record Day(
      LocalDate date,
      int count,
      int artifactCount,
      @Nullable Double avgScore,
      @Nullable Double avgDiscoveryScore) {

    static Day of(LocalDate date, int count, @Nullable Double average) {
      return new Day(date, count, count, average, average);
    }
  }

  /** Returns the first day of a window that ends with this day and has so many days. */
  static LocalDate firstDay(LocalDate last, int days) {
    return last.minusDays(days - 1L);
  }

  /**
   * Returns every day of the window, oldest first; days without a row are 0.
   *
   * @param stored the days that have a row, within the window
   */
  static List<Day> filled(List<Day> stored, LocalDate last, int days) {
    Map<LocalDate, Day> byDate =
        stored.stream().collect(Collectors.toMap(Day::date, Function.identity()));
    return firstDay(last, days)
        .datesUntil(last.plusDays(1))
        .map(date -> byDate.getOrDefault(date, Day.of(date, 0, 0.0)))
        .toList();
  }
}
