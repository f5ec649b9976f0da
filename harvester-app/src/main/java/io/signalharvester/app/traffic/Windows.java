/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.traffic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last six hours in windows of 10 s, aligned to the clock. A request counts in the window in
 * which it ended. When the clock goes back, requests count in the windows of the time that it
 * shows; windows of a time to come are not told until it comes again.
 *
 * <p>Locks are held for well under a microsecond and never while something waits.
 */
final class Windows {

  static final Duration LENGTH = Duration.ofSeconds(10);
  static final int NUMBER = 2160;
  static final int ROUTES = 20;

  private final Clock clock;
  private final @Nullable Window[] ring = new @Nullable Window[NUMBER];
  private long newest = Long.MIN_VALUE;

  Windows(Clock clock) {
    this.clock = clock;
  }

  private static final class Window {

    final long index;
    final Map<Cohort, Counts> cohorts = new EnumMap<>(Cohort.class);
    Map<String, Counts> routes = new HashMap<>();

    Window(long index) {
      this.index = index;
    }

    /** Keeps the busiest routes only; equal ones by name. */
    void close() {
      if (routes.size() > ROUTES) {
        routes = new HashMap<>(busiest());
      }
    }

    Map<String, Counts> busiest() {
      Map<String, Counts> busiest = new LinkedHashMap<>();
      routes.entrySet().stream()
          .sorted(
              Comparator.comparing((Map.Entry<String, Counts> entry) -> entry.getValue().requests())
                  .reversed()
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(ROUTES)
          .forEach(entry -> busiest.put(entry.getKey(), entry.getValue()));
      return busiest;
    }
  }

  /**
   * A window as it is told.
   *
   * @param start its first moment
   * @param complete whether it is over
   * @param cohorts counts by cohort, those with requests only
   * @param routes counts of the busiest routes, busiest first
   */
  record View(
      Instant start,
      boolean complete,
      Map<String, Counts.View> cohorts,
      Map<String, Counts.View> routes) {}

  synchronized void add(Request request) {
    long index = indexOf(clock.instant());
    if (index > newest) {
      closeNewest();
      newest = index;
    }
    int slot = Math.floorMod(index, NUMBER);
    Window window = ring[slot];
    if (window == null || window.index != index) {
      window = new Window(index);
      ring[slot] = window;
    }
    window.cohorts.computeIfAbsent(request.cohort(), cohort -> new Counts()).add(request);
    window.routes.computeIfAbsent(request.route(), route -> new Counts()).add(request);
  }

  private void closeNewest() {
    if (newest != Long.MIN_VALUE) {
      Window window = ring[Math.floorMod(newest, NUMBER)];
      if (window != null && window.index == newest) {
        window.close();
      }
    }
  }

  /**
   * Returns the windows with requests of the last six hours, oldest first, the running one
   * included.
   *
   * @param since windows that started before are left out; null means all
   */
  synchronized List<View> since(@Nullable Instant since) {
    long now = indexOf(clock.instant());
    List<View> views = new ArrayList<>();
    for (Window window : ring) {
      if (window != null && window.index <= now && window.index > now - NUMBER) {
        Instant start = Instant.ofEpochSecond(window.index * LENGTH.toSeconds());
        if (since == null || !start.isBefore(since)) {
          views.add(view(window, start, window.index < now));
        }
      }
    }
    views.sort(Comparator.comparing(View::start));
    return views;
  }

  private static View view(Window window, Instant start, boolean complete) {
    Map<String, Counts.View> cohorts = new LinkedHashMap<>();
    window.cohorts.forEach((cohort, counts) -> cohorts.put(cohort.label(), counts.view()));
    Map<String, Counts.View> routes = new LinkedHashMap<>();
    window.busiest().forEach((route, counts) -> routes.put(route, counts.view()));
    return new View(start, complete, cohorts, routes);
  }

  private static long indexOf(Instant moment) {
    return Math.floorDiv(moment.getEpochSecond(), LENGTH.toSeconds());
  }
}
