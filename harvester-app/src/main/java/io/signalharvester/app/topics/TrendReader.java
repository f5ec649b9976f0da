/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import io.signalharvester.app.store.Column;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what topics did over days, from their daily statistics. */
final class TrendReader {

  static final String TIMELINE =
      """
      SELECT day, artifact_count, avg_discovery_score FROM topic_daily_stats
      WHERE topic_id = :topic AND day BETWEEN :first AND :last
      ORDER BY day
      """;

  static final String WINDOW =
      """
      SELECT topic_id, sum(artifact_count) AS artifacts, %s AS average
      FROM topic_daily_stats
      WHERE day BETWEEN :first AND :last
      GROUP BY topic_id
      HAVING sum(artifact_count) >= :least
      """
          .formatted(TopicReader.AVERAGE);

  // A topic whose artifacts have no score stands where an average of 0 does.
  private static final String TRENDING =
      """
      SELECT t.*, w.artifacts, w.average
      FROM (%s) w JOIN topics t ON t.id = w.topic_id
      WHERE %s
      ORDER BY w.artifacts DESC, coalesce(w.average, 0) DESC, t.id
      LIMIT :rows
      """;

  private static final String AFTER =
      "(w.artifacts, coalesce(w.average, 0), -t.id) < (:afterCount, :afterAverage, -:afterId)";

  private static final String COVERAGE =
      """
      SELECT count(*) AS artifacts,
             count(*) FILTER (WHERE EXISTS (SELECT 1 FROM artifact_topics l WHERE l.artifact_id = a.id)) AS covered
      FROM artifacts a
      WHERE a.published_at >= :since OR (a.published_at IS NULL AND a.first_seen_at >= :since)
      """;

  private final DatabaseClient database;

  TrendReader(DatabaseClient database) {
    this.database = database;
  }

  /**
   * The last row of the page before.
   *
   * @param count its artifacts
   * @param average its mean score, 0 without one
   * @param id its topic
   */
  record Position(long count, double average, long id) {}

  /**
   * Reads topics by the number of their artifacts, most first; of equal ones the higher average and
   * then the lower id.
   *
   * @param last last day of the window
   * @param days days of the window
   * @param least least number of artifacts
   * @param after the last row of the page before, or null for the start
   * @param rows most rows
   */
  Flux<Topic> trending(LocalDate last, int days, int least, @Nullable Position after, int rows) {
    DatabaseClient.GenericExecuteSpec statement =
        database
            .sql(TRENDING.formatted(WINDOW, after == null ? "true" : AFTER))
            .bind("first", Timeline.firstDay(last, days))
            .bind("last", last)
            .bind("least", least)
            .bind("rows", rows);
    if (after != null) {
      statement =
          statement
              .bind("afterCount", after.count())
              .bind("afterAverage", after.average())
              .bind("afterId", after.id());
    }
    return statement.map(TopicReader::topic).all();
  }

  /** Reads the days of a topic that have a row, oldest first. */
  Flux<Timeline.Day> days(long topic, LocalDate last, int days) {
    return database
        .sql(TIMELINE)
        .bind("topic", topic)
        .bind("first", Timeline.firstDay(last, days))
        .bind("last", last)
        .map(row ->
            Timeline.Day.of(
                Column.of(row, "day", LocalDate.class),
                Column.of(row, "artifact_count", Integer.class),
                row.get("avg_discovery_score", Double.class)))
        .all();
  }

  /** Counts the artifacts that were published since then; first seen when that is unknown. */
  Mono<Coverage> coverage(Instant now, int days) {
    return database
        .sql(COVERAGE)
        .bind("since", now.minus(Duration.ofDays(days)))
        .map(row ->
            Coverage.of(
                Column.of(row, "artifacts", Long.class), Column.of(row, "covered", Long.class)))
        .one();
  }
}
