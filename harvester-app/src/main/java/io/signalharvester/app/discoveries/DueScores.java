/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.corpus.Corpus;
import io.signalharvester.app.scoring.ScoreFormula;
import io.signalharvester.app.store.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds the artifacts whose score is to be computed (specification, pipelines 4.5). Due is what has
 * no score, is marked (input version 0), was scored by another formula, with other weights or an
 * older corpus, has changed since, or is younger than 30 days and was not scored today.
 */
public final class DueScores {

  private static final Duration YOUNG = Duration.ofDays(30);

  // An hour less than a day: what runs daily must not find that its last run is a minute too young.
  private static final Duration DAILY = Duration.ofHours(23);

  // One statement looks at so many artifacts, due or not, so it stays short in a table of any size.
  private static final int WINDOW = 5000;

  private static final String DUE =
      """
      SELECT max(a.id) AS last_id, coalesce(array_agg(a.id ORDER BY a.id) FILTER (WHERE
               s.artifact_id IS NULL
               OR s.input_version = 0
               OR s.algorithm_version <> :version
               OR s.weights_hash <> :weights
               OR s.computed_at < :corpusBuilt
               OR s.computed_at < a.updated_at
               OR (s.published_at > :young AND s.computed_at <= :yesterday)), '{}') AS due
      FROM (SELECT id, updated_at FROM artifacts WHERE id > :after ORDER BY id LIMIT :window) a
      LEFT JOIN artifact_scores s ON s.artifact_id = a.id
      HAVING count(*) > 0
      """;

  private final DatabaseClient database;

  /**
   * Creates the finder.
   *
   * @param database where artifacts and scores are
   */
  public DueScores(DatabaseClient database) {
    this.database = database;
  }

  /**
   * Returns the ids of what is due, ascending, without an end of its own but that of the table.
   *
   * @param formula the formula to score with
   * @param corpus the corpus to score with
   * @param moment the moment of scoring
   */
  public Flux<Long> ids(ScoreFormula formula, Corpus corpus, Instant moment) {
    return window(0, formula, corpus, moment)
        .expand(window -> window(window.lastId(), formula, corpus, moment))
        .concatMapIterable(Window::due);
  }

  private record Window(long lastId, List<Long> due) {}

  private Mono<Window> window(long afterId, ScoreFormula formula, Corpus corpus, Instant moment) {
    return database
        .sql(DUE)
        .bind("after", afterId)
        .bind("window", WINDOW)
        .bind("version", formula.version())
        .bind("weights", formula.weightsHash())
        .bind("corpusBuilt", corpus.builtAt())
        .bind("young", moment.minus(YOUNG))
        .bind("yesterday", moment.minus(DAILY))
        .map(DueScores::window)
        .one();
  }

  private static Window window(Readable row) {
    return new Window(
        Column.of(row, "last_id", Long.class), List.of(Column.of(row, "due", Long[].class)));
  }
}
