/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import io.signalharvester.app.store.Column;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * What each topic got on each UTC day: number of artifacts, their mean discovery score and their
 * number by source. The newest 60 days are counted anew each time, because scores move; an older
 * day is counted anew when its number of artifacts is no longer the stored one.
 */
public final class TopicDailyStats {

  private static final Duration MOVING = Duration.ofDays(60);

  // Means are exact decimals until they are rounded: a sum of doubles depends on the order of the
  // rows, and a second run would then write what it had written before.
  private static final String REFRESH =
      """
      WITH links AS (SELECT topic_id, (published_at AT TIME ZONE 'UTC')::date AS day, count(*) AS number
                     FROM artifact_topics GROUP BY 1, 2),
           due AS (SELECT topic_id, day FROM links FULL JOIN topic_daily_stats d USING (topic_id, day)
                   WHERE day >= :from OR links.number IS DISTINCT FROM d.artifact_count),
           by_source AS (SELECT due.topic_id, due.day, a.source, count(*) AS number,
                                sum(s.discovery_score::numeric) AS score, count(s.discovery_score) AS scored
                         FROM due
                         JOIN artifact_topics t ON t.topic_id = due.topic_id
                              AND t.published_at >= due.day::timestamp AT TIME ZONE 'UTC'
                              AND t.published_at < (due.day + 1)::timestamp AT TIME ZONE 'UTC'
                         JOIN artifacts a ON a.id = t.artifact_id
                         LEFT JOIN artifact_scores s ON s.artifact_id = t.artifact_id
                         GROUP BY due.topic_id, due.day, a.source),
           fresh AS (SELECT topic_id, day, sum(number)::int AS artifact_count,
                            round(sum(score) / nullif(sum(scored), 0), 4)::float8 AS avg_discovery_score,
                            jsonb_object_agg(source, number) AS source_counts
                     FROM by_source GROUP BY topic_id, day),
           gone AS (DELETE FROM topic_daily_stats d USING due
                    WHERE d.topic_id = due.topic_id AND d.day = due.day
                      AND NOT EXISTS (SELECT 1 FROM fresh f WHERE f.topic_id = d.topic_id AND f.day = d.day)
                    RETURNING 1),
           written AS (INSERT INTO topic_daily_stats AS d (topic_id, day, artifact_count, avg_discovery_score, source_counts)
                       SELECT topic_id, day, artifact_count, avg_discovery_score, source_counts FROM fresh
                       ON CONFLICT (topic_id, day) DO UPDATE
                         SET artifact_count = excluded.artifact_count, avg_discovery_score = excluded.avg_discovery_score,
                             source_counts = excluded.source_counts, updated_at = now()
                         WHERE (d.artifact_count, d.avg_discovery_score, d.source_counts)
                               IS DISTINCT FROM (excluded.artifact_count, excluded.avg_discovery_score, excluded.source_counts)
                       RETURNING 1)
      SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written) AS changed
      """;

  private final DatabaseClient database;
  private final Clock clock;

  /**
   * Creates the statistics.
   *
   * @param database where topics are
   * @param clock tells which days are the newest 60
   */
  public TopicDailyStats(DatabaseClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Brings the rows up to date and returns how many of them changed. */
  public Mono<Long> refresh() {
    return Mono.defer(() -> {
      LocalDate from = clock.instant().minus(MOVING).atZone(ZoneOffset.UTC).toLocalDate();
      return database
          .sql(REFRESH)
          .bind("from", from)
          .map(row -> Column.of(row, "changed", Long.class))
          .one();
    });
  }
}
