/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.embeddings.TopicCentroid.Member;
import io.signalharvester.app.store.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps the vectors of topics, and finds the topics whose newest members changed. What a vector was
 * made of is the hash of its members' ids, text hashes and times; their scores are read when the
 * members change, and do not count as a change, because they are made from the vectors in turn.
 */
public final class TopicVectorStore {

  private static final int MARKED_AT_ONCE = 5000;

  private static final String NEWEST =
      """
      SELECT m.artifact_id, m.published_at, v.text_hash, v.vector
      FROM artifact_topics m JOIN embeddings v ON v.kind = 'artifact' AND v.ref_id = m.artifact_id AND v.model = :model
      WHERE m.topic_id = %s
      ORDER BY m.published_at DESC, m.artifact_id
      LIMIT :members
      """;

  private static final String CHANGED =
      """
      SELECT t.id, m.hash, e.vector
      FROM topics t
      CROSS JOIN LATERAL (
        SELECT left(encode(sha256(convert_to(string_agg(
                 concat_ws(' ', n.artifact_id, n.text_hash, extract(epoch FROM n.published_at)), ','
                 ORDER BY n.published_at DESC, n.artifact_id), 'UTF8')), 'hex'), 32) AS hash
        FROM (%s) n) m
      LEFT JOIN embeddings e ON e.kind = 'topic' AND e.ref_id = t.id AND e.model = :model
      WHERE t.id > :after AND e.text_hash IS DISTINCT FROM m.hash
      ORDER BY t.id
      LIMIT :most
      """
          .formatted(NEWEST.formatted("t.id"));

  private static final String MEMBERS =
      """
      SELECT n.vector, s.discovery_score, n.published_at, max(n.published_at) OVER () AS newest
      FROM (%s) n LEFT JOIN artifact_scores s ON s.artifact_id = n.artifact_id
      ORDER BY n.published_at DESC, n.artifact_id
      """
          .formatted(NEWEST.formatted(":topic"));

  private static final String MARK_SCORES =
      """
      WITH page AS (SELECT artifact_id FROM artifact_topics WHERE topic_id = :topic AND artifact_id > :after
                    ORDER BY artifact_id LIMIT :most),
           marked AS (UPDATE artifact_scores s SET input_version = 0 FROM page
                      WHERE s.artifact_id = page.artifact_id AND s.input_version <> 0)
      SELECT coalesce(max(artifact_id), 0) AS last, count(*) AS seen FROM page
      """;

  private static final String SAVE =
      """
      INSERT INTO embeddings (kind, ref_id, model, dims, vector, text_hash, computed_at)
      VALUES ('topic', :topic, :model, :dims, :vector, :hash, :now)
      ON CONFLICT (kind, ref_id, model) DO UPDATE
        SET dims = excluded.dims, vector = excluded.vector, text_hash = excluded.text_hash,
            version = excluded.version, computed_at = excluded.computed_at, updated_at = excluded.computed_at
      """;

  private static final String CONFIRM =
      """
      UPDATE embeddings SET text_hash = :hash, updated_at = :now WHERE kind = 'topic' AND ref_id = :topic AND model = :model
      """;

  private static final String FORGET =
      """
      DELETE FROM embeddings WHERE kind = 'topic' AND ref_id = :topic AND model = :model
      """;

  private final DatabaseClient database;

  /**
   * Creates the store.
   *
   * @param database where topics and vectors are
   */
  public TopicVectorStore(DatabaseClient database) {
    this.database = database;
  }

  /**
   * A topic whose members are not those that its vector was made of.
   *
   * @param id its id
   * @param hash of its members; null when there is none with a vector
   * @param stored its vector so far, if any
   */
  record Changed(long id, @Nullable String hash, float @Nullable [] stored) {}

  /** Returns changed topics by ascending id. */
  Flux<Changed> changed(long afterId, int most, String model) {
    return database
        .sql(CHANGED)
        .bind("after", afterId)
        .bind("most", most)
        .bind("model", model)
        .bind("members", TopicCentroid.MEMBERS)
        .map(row ->
            new Changed(
                Column.of(row, "id", Long.class),
                row.get("hash", String.class),
                vector(row.get("vector", byte[].class))))
        .all();
  }

  /** Returns the newest members, newest first, with ages counted from the newest. */
  Mono<List<Member>> members(long topic, String model) {
    return database
        .sql(MEMBERS)
        .bind("topic", topic)
        .bind("model", model)
        .bind("members", TopicCentroid.MEMBERS)
        .map(TopicVectorStore::member)
        .all()
        .collectList();
  }

  /** Marks the scores of a topic's artifacts as due. */
  Mono<Void> markScores(long topic) {
    return markScores(topic, 0)
        .expand(last -> last == 0 ? Mono.empty() : markScores(topic, last))
        .then();
  }

  private Mono<Long> markScores(long topic, long afterId) {
    return database
        .sql(MARK_SCORES)
        .bind("topic", topic)
        .bind("after", afterId)
        .bind("most", MARKED_AT_ONCE)
        .map(row ->
            Column.of(row, "seen", Long.class) < MARKED_AT_ONCE
                ? 0L
                : Column.of(row, "last", Long.class))
        .one();
  }

  /** Stores a vector in place of an older one. */
  Mono<Void> save(long topic, String model, String hash, float[] vector, Instant now) {
    return database
        .sql(SAVE)
        .bind("topic", topic)
        .bind("model", model)
        .bind("dims", vector.length)
        .bind("vector", Vectors.toBytes(vector))
        .bind("hash", hash)
        .bind("now", now)
        .then();
  }

  /** Notes that the stored vector stands for these members too. */
  Mono<Void> confirm(long topic, String model, String hash, Instant now) {
    return database
        .sql(CONFIRM)
        .bind("topic", topic)
        .bind("model", model)
        .bind("hash", hash)
        .bind("now", now)
        .then();
  }

  /** Removes the vector of a topic that has no members any longer. */
  Mono<Void> forget(long topic, String model) {
    return database.sql(FORGET).bind("topic", topic).bind("model", model).then();
  }

  private static Member member(Readable row) {
    Duration age =
        Duration.between(
            Column.of(row, "published_at", Instant.class), Column.of(row, "newest", Instant.class));
    return new Member(
        Vectors.fromBytes(Column.of(row, "vector", byte[].class)),
        row.get("discovery_score", Double.class),
        age.toSeconds() / 86_400.0);
  }

  private static float @Nullable [] vector(byte @Nullable [] bytes) {
    return bytes == null ? null : Vectors.fromBytes(bytes);
  }
}
