/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.store.Column;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps the vectors of artifacts, and finds those whose vector is missing or of an older text. */
public final class EmbeddingStore {

  // The content hash is the SHA-256 of title, line feed and content: no text has to be read to see
  // that nothing changed. A removed text hashes to null, which differs from every stored hash.
  private static final String PAGE =
      """
      SELECT a.id, a.hash, e.ref_id IS NOT NULL AS stored,
             e.text_hash IS DISTINCT FROM a.hash AS due,
             CASE WHEN e.text_hash IS DISTINCT FROM a.hash AND a.hash IS NOT NULL
                  THEN left(coalesce(a.title, '') || E'\\n' || coalesce(a.content, ''), :characters) END AS text
      FROM (SELECT id, title, content,
                   CASE WHEN text_removed_at IS NULL
                        THEN left(coalesce(content_hash, encode(sha256(convert_to(
                               coalesce(title, '') || E'\\n' || coalesce(content, ''), 'UTF8')), 'hex')), 32) END AS hash
            FROM artifacts WHERE id > :after ORDER BY id LIMIT :most) a
      LEFT JOIN embeddings e ON e.kind = 'artifact' AND e.ref_id = a.id AND e.model = :model
      ORDER BY a.id
      """;

  // One statement, so that a vector and the mark of its score stand or fall together.
  private static final String SAVE =
      """
      WITH saved AS (
        INSERT INTO embeddings (kind, ref_id, model, dims, vector, text_hash, computed_at)
        SELECT 'artifact', g.id, :model, :dims, substring(:vectors FROM ((g.n - 1) * :size + 1)::int FOR :size), g.hash, :now
        FROM unnest(:ids, :hashes) WITH ORDINALITY AS g (id, hash, n)
        ON CONFLICT (kind, ref_id, model) DO UPDATE
          SET dims = excluded.dims, vector = excluded.vector, text_hash = excluded.text_hash,
              version = excluded.version, computed_at = excluded.computed_at, updated_at = excluded.computed_at
        RETURNING ref_id)
      UPDATE artifact_scores s SET input_version = 0 FROM saved WHERE s.artifact_id = saved.ref_id AND s.input_version <> 0
      """;

  private static final String FORGET =
      """
      WITH gone AS (DELETE FROM embeddings WHERE kind = 'artifact' AND ref_id = ANY(:ids) AND model = :model RETURNING ref_id)
      UPDATE artifact_scores s SET input_version = 0 FROM gone WHERE s.artifact_id = gone.ref_id AND s.input_version <> 0
      """;

  private final DatabaseClient database;

  /**
   * Creates the store.
   *
   * @param database where artifacts and vectors are
   */
  public EmbeddingStore(DatabaseClient database) {
    this.database = database;
  }

  /**
   * An artifact and whether its vector is out of date.
   *
   * @param id its id
   * @param due whether its text differs from the one that its vector is of
   * @param stored whether there is a vector
   * @param text what to embed; null when nothing is due or the text was removed
   */
  record Candidate(long id, boolean due, boolean stored, @Nullable HashedText text) {}

  /** A vector to store. */
  record Item(long id, String hash, float[] vector) {}

  /** Returns the artifacts that follow an id, whether they are due or not. */
  Flux<Candidate> page(long afterId, int most, String model) {
    return database
        .sql(PAGE)
        .bind("after", afterId)
        .bind("most", most)
        .bind("model", model)
        .bind("characters", TextEmbedder.MOST_CHARACTERS)
        .map(EmbeddingStore::candidate)
        .all();
  }

  /** Stores vectors in place of older ones and marks the scores that were made from those. */
  Mono<Void> save(String model, int dims, List<Item> items, Instant now) {
    int size = dims * Float.BYTES;
    ByteBuffer vectors = ByteBuffer.allocate(items.size() * size);
    items.forEach(item -> vectors.put(Vectors.toBytes(item.vector())));
    return database
        .sql(SAVE)
        .bind("model", model)
        .bind("dims", dims)
        .bind("size", size)
        .bind("vectors", vectors.flip())
        .bind("ids", items.stream().map(Item::id).toArray(Long[]::new))
        .bind("hashes", items.stream().map(Item::hash).toArray(String[]::new))
        .bind("now", now)
        .then();
  }

  /** Removes the vectors of artifacts that have no text any longer. */
  Mono<Void> forget(String model, List<Long> ids) {
    return database.sql(FORGET).bind("ids", ids.toArray(Long[]::new)).bind("model", model).then();
  }

  private static Candidate candidate(Readable row) {
    String hash = row.get("hash", String.class);
    String text = row.get("text", String.class);
    return new Candidate(
        Column.of(row, "id", Long.class),
        Column.of(row, "due", Boolean.class),
        Column.of(row, "stored", Boolean.class),
        hash == null || text == null ? null : new HashedText(hash, text));
  }
}
