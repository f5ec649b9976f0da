/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.store.Column;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** Answers how the streams of all sources stand, and what is left of their budgets. */
public final class SourceDesk {

  private static final String STREAMS =
      """
      SELECT source, stream, position, last_success_at, last_error, updated_at
      FROM source_cursors ORDER BY source, stream
      """;

  private static final String BUDGETS =
      """
      SELECT DISTINCT ON (source, budget_window) source, budget_window, limit_units, used_units, resets_at, updated_at
      FROM source_budget
      WHERE limit_units IS NOT NULL AND used_units IS NOT NULL AND resets_at IS NOT NULL
      ORDER BY source, budget_window, window_start DESC
      """;

  private final DatabaseClient database;

  /**
   * Creates the desk.
   *
   * @param database where the states are
   */
  public SourceDesk(DatabaseClient database) {
    this.database = database;
  }

  /**
   * How a stream stands.
   *
   * @param source its source
   * @param stream its name within the source
   * @param lastSuccess when a run went through last; null when none ever did
   * @param lastError what ended the last run; null when it went through
   * @param position up to where everything is stored; null before the first page
   * @param updatedAt when this was noted
   */
  public record Stream(
      String source,
      String stream,
      @Nullable Instant lastSuccess,
      @Nullable String lastError,
      @Nullable String position,
      Instant updatedAt) {}

  /**
   * What is left of a window, as it was noted last: at most 60 s old while something is fetched.
   *
   * @param source whose budget
   * @param window its name, such as {@code day}
   * @param limit most calls of one window
   * @param used calls in the present window
   * @param remaining calls that are left in it
   * @param resetsAt when it ends; null when no window is open
   * @param updatedAt when this was noted
   */
  public record Budget(
      String source,
      String window,
      long limit,
      long used,
      long remaining,
      @Nullable Instant resetsAt,
      Instant updatedAt) {

    /** A window that has ended is full again. */
    static Budget at(
        Instant now,
        String source,
        String window,
        long limit,
        long used,
        Instant resetsAt,
        Instant updatedAt) {
      return now.isBefore(resetsAt)
          ? new Budget(source, window, limit, used, Math.max(0, limit - used), resetsAt, updatedAt)
          : new Budget(source, window, limit, 0, limit, null, updatedAt);
    }
  }

  /** Returns the streams that were ever read, by source and name. */
  public Flux<Stream> streams() {
    return database
        .sql(STREAMS)
        .map(row ->
            new Stream(
                Column.of(row, "source", String.class),
                Column.of(row, "stream", String.class),
                row.get("last_success_at", Instant.class),
                row.get("last_error", String.class),
                row.get("position", String.class),
                Column.of(row, "updated_at", Instant.class)))
        .all();
  }

  /**
   * Returns the newest window of each kind, by source and name.
   *
   * @param now the present
   */
  public Flux<Budget> budgets(Instant now) {
    return database.sql(BUDGETS).map(row -> budget(row, now)).all();
  }

  private static Budget budget(Readable row, Instant now) {
    return Budget.at(
        now,
        Column.of(row, "source", String.class),
        Column.of(row, "budget_window", String.class),
        Column.of(row, "limit_units", Long.class),
        Column.of(row, "used_units", Long.class),
        Column.of(row, "resets_at", Instant.class),
        Column.of(row, "updated_at", Instant.class));
  }
}
