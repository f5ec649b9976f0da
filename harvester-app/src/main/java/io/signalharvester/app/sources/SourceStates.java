/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Keeps how far each stream of a source was read, and how its last run ended. */
public final class SourceStates {

  private final DatabaseClient database;

  /**
   * Creates the store.
   *
   * @param database where the states are
   */
  public SourceStates(DatabaseClient database) {
    this.database = database;
  }

  /**
   * Notes a run that went through.
   *
   * @param position time of the newest item that was seen, or null when there was none
   */
  public Mono<Void> succeeded(
      String source, String stream, @Nullable Instant position, Instant now) {
    DatabaseClient.GenericExecuteSpec statement =
        database
            .sql(
                """
                INSERT INTO source_cursors AS c (source, stream, position, last_success_at, updated_at)
                VALUES (:source, :stream, :position, :now, :now)
                ON CONFLICT (source, stream) DO UPDATE
                  SET position = coalesce(excluded.position, c.position), last_success_at = excluded.last_success_at,
                      last_error = NULL, updated_at = excluded.updated_at
                """)
            .bind("source", source)
            .bind("stream", stream)
            .bind("now", now);
    return (position == null
            ? statement.bindNull("position", String.class)
            : statement.bind("position", position.toString()))
        .then();
  }

  /** Notes a run that failed; the position stays. */
  public Mono<Void> failed(String source, String stream, String error, Instant now) {
    return database
        .sql(
            """
            INSERT INTO source_cursors (source, stream, last_error, updated_at) VALUES (:source, :stream, :error, :now)
            ON CONFLICT (source, stream) DO UPDATE
              SET last_error = excluded.last_error, updated_at = excluded.updated_at
            """)
        .bind("source", source)
        .bind("stream", stream)
        .bind("error", error)
        .bind("now", now)
        .then();
  }
}
