/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import io.signalharvester.app.store.Column;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** Answers which vectors are stored. */
public final class EmbeddingDesk {

  private static final String COUNTS =
      """
      SELECT kind, model, dims, count(*) AS vectors, max(computed_at) AS newest
      FROM embeddings GROUP BY kind, model, dims ORDER BY kind, model, dims
      """;

  private final DatabaseClient database;

  /**
   * Creates the desk.
   *
   * @param database where vectors are
   */
  public EmbeddingDesk(DatabaseClient database) {
    this.database = database;
  }

  /**
   * The vectors of one kind and model.
   *
   * @param kind what they are of, such as {@code artifact}
   * @param model what made them
   * @param dims numbers in each
   * @param count how many there are
   * @param newest when the last of them was made
   */
  public record Stored(String kind, String model, int dims, long count, Instant newest) {}

  /** Counts them, by kind and model. */
  public Flux<Stored> stored() {
    return database
        .sql(COUNTS)
        .map(row ->
            new Stored(
                Column.of(row, "kind", String.class),
                Column.of(row, "model", String.class),
                Column.of(row, "dims", Integer.class),
                Column.of(row, "vectors", Long.class),
                Column.of(row, "newest", Instant.class)))
        .all();
  }
}
