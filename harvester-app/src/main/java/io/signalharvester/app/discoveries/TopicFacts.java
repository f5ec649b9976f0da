/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.signalharvester.app.scoring.Cosine;
import io.signalharvester.app.scoring.ScoreInput.TopicSignal;
import io.signalharvester.app.store.Column;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * What is known of all topics at one moment; read once a run, so that every artifact of the run
 * sees the same.
 */
public final class TopicFacts {

  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration FORTNIGHT = Duration.ofDays(14);
  private static final int WEEKS_BEFORE = 4;

  // An emergence event speaks of a young topic; it says nothing any more when the topic is old.
  private static final int EVENT_DAYS = 30;

  private static final String MOVEMENTS =
      """
      SELECT t.topic_id, count(*) FILTER (WHERE t.published_at > :week) AS last_week,
             count(*) FILTER (WHERE t.published_at <= :week) AS before,
             count(DISTINCT a.source) FILTER (WHERE t.published_at > :fortnight) AS sources
      FROM artifact_topics t JOIN artifacts a ON a.id = t.artifact_id
      WHERE t.published_at > :start AND t.published_at <= :moment
      GROUP BY t.topic_id
      """;

  private static final String EMERGENCE =
      """
      SELECT DISTINCT ON (topic_id) topic_id, event_strength FROM topic_evolution
      WHERE event_type = 'emerge' AND event_strength IS NOT NULL AND event_date > :since AND event_date <= :today
      ORDER BY topic_id, event_date DESC
      """;

  private static final String CENTROIDS =
      "SELECT ref_id, model, vector FROM embeddings WHERE kind = 'topic'";

  private final Map<Long, Movement> movements;
  private final Map<Long, Double> emergence;
  private final Map<Centroid, float[]> centroids;

  private TopicFacts(
      Map<Long, Movement> movements,
      Map<Long, Double> emergence,
      Map<Centroid, float[]> centroids) {
    this.movements = movements;
    this.emergence = emergence;
    this.centroids = centroids;
  }

  private record Movement(long lastWeek, long before, long sources) {}

  private record Centroid(long topic, String model) {}

  /** A row of one of the three statements: a key with its value. */
  private record Entry<K, V>(K key, V value) {}

  static Mono<TopicFacts> read(DatabaseClient database, Instant moment) {
    return movements(database, moment)
        .flatMap(movements ->
            emergence(database, moment)
                .flatMap(emergence ->
                    centroids(database)
                        .map(centroids -> new TopicFacts(movements, emergence, centroids))));
  }

  /** Returns what a topic adds to the score of an artifact with this vector. */
  TopicSignal signal(long topic, @Nullable ModelVector vector) {
    Movement movement = movements.getOrDefault(topic, new Movement(0, 0, 0));
    float[] centroid = vector == null ? null : centroids.get(new Centroid(topic, vector.model()));
    return new TopicSignal(
        vector == null || centroid == null ? null : Cosine.ofUnitVectors(vector.values(), centroid),
        emergence.get(topic),
        movement.lastWeek(),
        (double) movement.before() / WEEKS_BEFORE,
        movement.sources());
  }

  private static Mono<Map<Long, Movement>> movements(DatabaseClient database, Instant moment) {
    return database
        .sql(MOVEMENTS)
        .bind("week", moment.minus(WEEK))
        .bind("fortnight", moment.minus(FORTNIGHT))
        .bind("start", moment.minus(WEEK.multipliedBy(WEEKS_BEFORE + 1L)))
        .bind("moment", moment)
        .map(row ->
            new Entry<>(
                Column.of(row, "topic_id", Long.class),
                new Movement(
                    Column.of(row, "last_week", Long.class),
                    Column.of(row, "before", Long.class),
                    Column.of(row, "sources", Long.class))))
        .all()
        .collectMap(Entry::key, Entry::value);
  }

  private static Mono<Map<Long, Double>> emergence(DatabaseClient database, Instant moment) {
    LocalDate today = LocalDate.ofInstant(moment, ZoneOffset.UTC);
    return database
        .sql(EMERGENCE)
        .bind("since", today.minusDays(EVENT_DAYS))
        .bind("today", today)
        .map(row ->
            new Entry<>(
                Column.of(row, "topic_id", Long.class),
                // Stored is score / 100 (specification, pipelines 6.5).
                100 * Column.of(row, "event_strength", Double.class)))
        .all()
        .collectMap(Entry::key, Entry::value);
  }

  private static Mono<Map<Centroid, float[]>> centroids(DatabaseClient database) {
    return database
        .sql(CENTROIDS)
        .map(row -> {
          ModelVector vector = ModelVector.of(row);
          return new Entry<>(
              new Centroid(Column.of(row, "ref_id", Long.class), vector.model()), vector.values());
        })
        .all()
        .collectMap(Entry::key, Entry::value);
  }
}
