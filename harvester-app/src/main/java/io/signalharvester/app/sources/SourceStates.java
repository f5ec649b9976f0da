/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import reactor.core.publisher.Mono;

/** Keeps how far each stream of a source was read, and how its last run ended. */
public final class SourceStates {

  private static final int MOST_OF_AN_ERROR = 1_000;

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
   * What is known of a stream.
   *
   * @param state where it stands
   * @param lastSuccess when a run went through last; null when none ever did
   */
  public record Known(StreamState state, @Nullable Instant lastSuccess) {}

  /** Reads what is known of a stream; one that was never read is new. */
  public Mono<Known> load(String source, String stream) {
    return database
        .sql(
            "SELECT position, etag, last_modified, last_success_at FROM source_cursors"
                + " WHERE source = :source AND stream = :stream")
        .bind("source", source)
        .bind("stream", stream)
        .map(SourceStates::known)
        .one()
        .defaultIfEmpty(new Known(StreamState.NEW, null));
  }

  private static Known known(Readable row) {
    return new Known(
        new StreamState(
            StreamPosition.parse(row.get("position", String.class)),
            row.get("etag", String.class),
            row.get("last_modified", String.class)),
        row.get("last_success_at", Instant.class));
  }

  /** Notes that everything up to this state is stored. */
  public Mono<Void> moved(String source, String stream, StreamState state, Instant now) {
    StreamPosition position = state.position();
    return database
        .sql(
            """
            INSERT INTO source_cursors AS c (source, stream, position, etag, last_modified, updated_at)
            VALUES (:source, :stream, :position, :etag, :lastModified, :now)
            ON CONFLICT (source, stream) DO UPDATE
              SET position = excluded.position, etag = excluded.etag, last_modified = excluded.last_modified,
                  updated_at = excluded.updated_at
            """)
        .bind("source", source)
        .bind("stream", stream)
        .bind("position", text(position == null ? null : position.text()))
        .bind("etag", text(state.etag()))
        .bind("lastModified", text(state.lastModified()))
        .bind("now", now)
        .then();
  }

  private static Parameter text(@Nullable String value) {
    return Parameter.fromOrEmpty(value, String.class);
  }

  /** Notes a run that went through. */
  public Mono<Void> succeeded(String source, String stream, Instant now) {
    return database
        .sql(
            """
            INSERT INTO source_cursors AS c (source, stream, last_success_at, updated_at)
            VALUES (:source, :stream, :now, :now)
            ON CONFLICT (source, stream) DO UPDATE
              SET last_success_at = excluded.last_success_at, last_error = NULL, updated_at = excluded.updated_at
            """)
        .bind("source", source)
        .bind("stream", stream)
        .bind("now", now)
        .then();
  }

  /** Notes a run that failed; the position stays where the last stored page left it. */
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
        .bind("error", Bounds.text(error, MOST_OF_AN_ERROR))
        .bind("now", now)
        .then();
  }
}
