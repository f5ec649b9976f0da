/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import java.util.Collection;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Notes that something which a score is computed from has changed (specification, pipelines 4.5).
 * The scoring stage takes up what is noted here; an artifact without a score is due anyway.
 */
public final class ScoreMarks {

  private static final String MARK =
      """
      UPDATE artifact_scores SET input_version = 0
      WHERE artifact_id = ANY(:artifacts) AND input_version <> 0
      """;

  private final DatabaseClient database;

  /**
   * Creates the marks.
   *
   * @param database where scores are
   */
  public ScoreMarks(DatabaseClient database) {
    this.database = database;
  }

  /** Marks the scores of these artifacts as due; those that are due already are not written. */
  public Mono<Void> mark(Collection<Long> artifacts) {
    if (artifacts.isEmpty()) {
      return Mono.empty();
    }
    return database.sql(MARK).bind("artifacts", artifacts.toArray(Long[]::new)).then();
  }
}
