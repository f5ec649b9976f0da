/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.store.Column;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.RowsFetchSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads topics, and finds those that a client names. */
public final class TopicReader {

  // Days count by their artifacts. Computed in numeric, whose sum does not depend on the order of
  // the rows, so that the same data always gives the same number.
  static final String AVERAGE =
      """
      CAST(round(sum(artifact_count * CAST(avg_discovery_score AS numeric))
                 / nullif(sum(artifact_count) FILTER (WHERE avg_discovery_score IS NOT NULL), 0), 4)
           AS double precision)\
      """;

  private static final String ONE =
      """
      SELECT id FROM topics WHERE name = :text OR taxonomy_path = :text
      ORDER BY (name = :text) DESC, id LIMIT 1
      """;

  private static final String SELECTED =
      """
      SELECT id FROM topics
      WHERE name = :text OR taxonomy_path = :text OR starts_with(taxonomy_path, CAST(:text AS text) || '/')
      """;

  private final DatabaseClient database;

  /**
   * Creates a reader.
   *
   * @param database where topics are
   */
  public TopicReader(DatabaseClient database) {
    this.database = database;
  }

  /**
   * Returns the ids of the topics that a filter selects: the topic with this id or name, or all at
   * and below a taxonomy path. Empty when there is none.
   */
  public Flux<Long> idsOf(TopicRef topic) {
    return topic.id() != null ? Flux.just(topic.id()) : ids(SELECTED, topic).all();
  }

  /** Returns the id of the one topic with this id, name or path; empty when there is none. */
  Mono<Long> idOf(TopicRef topic) {
    Long id = topic.id();
    return id == null
        ? ids(ONE, topic).one()
        : database
            .sql("SELECT id FROM topics WHERE id = :id")
            .bind("id", id)
            .map(row -> Column.of(row, "id", Long.class))
            .one();
  }

  private RowsFetchSpec<Long> ids(String sql, TopicRef topic) {
    return database
        .sql(sql)
        .bind("text", topic.text())
        .map(row -> Column.of(row, "id", Long.class));
  }

  /**
   * Reads topics by ascending id, with the counts of all days.
   *
   * @param filter which of them
   * @param afterId last id of the page before, 0 for the start
   * @param skip rows to leave out from there
   * @param rows most rows
   */
  Flux<Topic> list(TopicFilter filter, long afterId, int skip, int rows) {
    String sql =
        """
        SELECT t.*, coalesce(d.artifacts, 0) AS artifacts, d.average
        FROM (SELECT t.* FROM topics t WHERE t.id > :after AND %s ORDER BY t.id LIMIT :rows OFFSET :skip) t
        CROSS JOIN LATERAL (SELECT sum(artifact_count) AS artifacts, %s AS average
                            FROM topic_daily_stats WHERE topic_id = t.id) d
        ORDER BY t.id
        """
            .formatted(filter.condition(), AVERAGE);
    return database
        .sql(sql)
        .bind("after", afterId)
        .bind("skip", skip)
        .bind("rows", rows)
        .bindValues(filter.values())
        .map(TopicReader::topic)
        .all();
  }

  /** Counts the topics that a filter selects. */
  Mono<Long> count(TopicFilter filter) {
    return database
        .sql("SELECT count(*) AS total FROM topics t WHERE " + filter.condition())
        .bindValues(filter.values())
        .map(row -> Column.of(row, "total", Long.class))
        .one();
  }

  static Topic topic(Readable row) {
    return new Topic(
        Column.of(row, "id", Long.class),
        Column.of(row, "name", String.class),
        row.get("taxonomy_path", String.class),
        row.get("description", String.class),
        Column.of(row, "artifacts", Long.class),
        row.get("average", Double.class),
        Column.of(row, "created_at", Instant.class),
        Column.of(row, "updated_at", Instant.class));
  }
}
