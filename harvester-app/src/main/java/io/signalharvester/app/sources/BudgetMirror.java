/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Copies the counters of budgets into the table {@code source_budget}, which outlives Redis. */
public final class BudgetMirror {

  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final Duration KEPT = Duration.ofDays(31);
  // Every call would be a row of its own.
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final DatabaseClient database;
  private final Clock clock;
  private final Map<String, Instant> written = new ConcurrentHashMap<>();

  /**
   * Creates the mirror.
   *
   * @param database where the table is
   * @param clock the present
   */
  public BudgetMirror(DatabaseClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Writes the counters if the last time was 60 s ago or more. */
  public Mono<Void> whenDue(SourceBudget budget) {
    return Mono.defer(() -> {
      Instant now = clock.instant();
      Instant last = written.putIfAbsent(budget.source(), now);
      return last == null || now.isBefore(last.plus(INTERVAL)) ? Mono.empty() : write(budget);
    });
  }

  /** Writes the counters. */
  public Mono<Void> write(SourceBudget budget) {
    return Mono.defer(() -> {
      Instant now = clock.instant();
      written.put(budget.source(), now);
      return Flux.fromIterable(budget.uses())
          .filter(use -> use.window().period().compareTo(SHORTEST) >= 0)
          .concatMap(use -> write(budget.source(), use, now))
          .then();
    });
  }

  private Mono<Void> write(String source, BudgetUse use, Instant now) {
    return database
        .sql(
            """
            WITH old AS (DELETE FROM source_budget
                         WHERE source = :source AND budget_window = :window AND resets_at < :forgotten)
            INSERT INTO source_budget AS b (source, budget_window, window_start, limit_units, used_units, resets_at, updated_at)
            VALUES (:source, :window, :start, :limit, :used, :resetsAt, :now)
            ON CONFLICT (source, budget_window, window_start) DO UPDATE
              SET limit_units = excluded.limit_units, used_units = greatest(b.used_units, excluded.used_units),
                  resets_at = excluded.resets_at, updated_at = excluded.updated_at
            """)
        .bind("source", source)
        .bind("window", use.window().name())
        .bind("forgotten", now.minus(KEPT))
        .bind("start", use.start())
        .bind("limit", use.window().limit())
        .bind("used", use.used())
        .bind("resetsAt", use.resetsAt())
        .bind("now", now)
        .then();
  }
}
