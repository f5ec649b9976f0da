/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.signalharvester.app.scoring.Score;
import io.signalharvester.app.scoring.Score.Component;
import io.signalharvester.app.scoring.ScoreInput;
import io.signalharvester.app.store.Column;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Stores scores with their components, and finds the artifacts that still need one. */
public final class ScoreStore {

  // A text that changed after it was scored is scored again; both times come from the pipeline's
  // clock.
  private static final String UNSCORED =
      """
      SELECT a.id, a.source, a.title, a.content, a.published_at, a.first_seen_at, a.engagement,
             (SELECT count(*) FROM artifact_entities e WHERE e.artifact_id = a.id AND e.role = 'author') AS authors
      FROM artifacts a LEFT JOIN artifact_scores s ON s.artifact_id = a.id
      WHERE a.id > :after AND (s.artifact_id IS NULL OR s.computed_at < a.updated_at)
      ORDER BY a.id
      LIMIT :most
      """;

  private static final String STORE_SCORE =
      """
      INSERT INTO artifact_scores (artifact_id, source, published_at, novelty, emergence, obscurity, cross_source,
                                   expert_signal, impact_score, credibility_score, base_score, discovery_score, rank_key,
                                   algorithm_version, weights_hash, input_version, computed_at, updated_at)
      VALUES (:artifact, :source, :publishedAt, :novelty, :emergence, :obscurity, :crossSource,
              :expertSignal, :impact, :credibility, :base, :discovery, :rankKey, :version, :weights, 0, :at, :at)
      ON CONFLICT (artifact_id) DO UPDATE
        SET source = excluded.source, published_at = excluded.published_at, novelty = excluded.novelty,
            emergence = excluded.emergence, obscurity = excluded.obscurity, cross_source = excluded.cross_source,
            expert_signal = excluded.expert_signal, impact_score = excluded.impact_score,
            credibility_score = excluded.credibility_score, base_score = excluded.base_score,
            discovery_score = excluded.discovery_score, rank_key = excluded.rank_key,
            algorithm_version = excluded.algorithm_version, weights_hash = excluded.weights_hash,
            input_version = excluded.input_version, computed_at = excluded.computed_at, updated_at = excluded.updated_at
      """;

  private static final String STORE_COMPONENT =
      """
      INSERT INTO score_components (artifact_id, component, raw_inputs, value, weight, contribution, explanation,
                                    algorithm_version, computed_at)
      VALUES (:artifact, :component, :inputs, :value, :weight, :contribution, :explanation, :version, :at)
      ON CONFLICT (artifact_id, component) DO UPDATE
        SET raw_inputs = excluded.raw_inputs, value = excluded.value, weight = excluded.weight,
            contribution = excluded.contribution, explanation = excluded.explanation,
            algorithm_version = excluded.algorithm_version, computed_at = excluded.computed_at
      """;

  private final DatabaseClient database;
  private final TransactionalOperator transaction;
  private final JsonMapper json;

  /**
   * Creates the store.
   *
   * @param database where scores are
   * @param transaction makes a score and its components one unit
   * @param json writes raw inputs
   */
  public ScoreStore(DatabaseClient database, TransactionalOperator transaction, JsonMapper json) {
    this.database = database;
    this.transaction = transaction;
    this.json = json;
  }

  /**
   * An artifact that needs a score.
   *
   * @param id its id
   * @param input what the score is computed from
   */
  public record Unscored(long id, ScoreInput input) {}

  /** Returns the next artifacts that have no score for their present text, by ascending id. */
  public Flux<Unscored> unscored(long afterId, int most) {
    return database
        .sql(UNSCORED)
        .bind("after", afterId)
        .bind("most", most)
        .map(ScoreStore::unscored)
        .all();
  }

  /** Stores a score in place of an older one. */
  public Mono<Void> store(Unscored artifact, Score score) {
    return storeScore(artifact, score)
        .thenMany(
            Flux.fromIterable(score.components())
                .concatMap(part -> storeComponent(artifact.id(), part, score)))
        .then()
        .as(transaction::transactional);
  }

  private Mono<Void> storeScore(Unscored artifact, Score score) {
    ScoreInput input = artifact.input();
    Instant published = input.publishedAt();
    return database
        .sql(STORE_SCORE)
        .bind("artifact", artifact.id())
        .bind("source", input.source())
        .bind("publishedAt", published == null ? input.firstSeenAt() : published)
        .bind("novelty", score.valueOf("novelty"))
        .bind("emergence", score.valueOf("emergence"))
        .bind("obscurity", score.valueOf("obscurity"))
        .bind("crossSource", score.valueOf("cross_source"))
        .bind("expertSignal", score.valueOf("expert_signal"))
        .bind("impact", score.impactScore())
        .bind("credibility", score.credibilityScore())
        .bind("base", score.baseScore())
        .bind("discovery", score.discoveryScore())
        .bind("rankKey", score.rankKey())
        .bind("version", score.algorithmVersion())
        .bind("weights", score.weightsHash())
        .bind("at", score.computedAt())
        .then();
  }

  private Mono<Void> storeComponent(long artifact, Component part, Score score) {
    Map<String, Double> inputs = new LinkedHashMap<>();
    part.rawInputs().forEach(input -> inputs.put(input.name(), input.value()));
    return database
        .sql(STORE_COMPONENT)
        .bind("artifact", artifact)
        .bind("component", part.name())
        .bind("inputs", Json.of(json.writeValueAsString(inputs)))
        .bind("value", part.value())
        .bind("weight", part.weight())
        .bind("contribution", part.contribution())
        .bind("explanation", part.explanation())
        .bind("version", score.algorithmVersion())
        .bind("at", score.computedAt())
        .then();
  }

  private static Unscored unscored(Readable row) {
    String title = row.get("title", String.class);
    String content = row.get("content", String.class);
    return new Unscored(
        Column.of(row, "id", Long.class),
        new ScoreInput(
            Column.of(row, "source", String.class),
            (title == null ? "" : title) + " " + (content == null ? "" : content),
            row.get("published_at", Instant.class),
            Column.of(row, "first_seen_at", Instant.class),
            Column.of(row, "engagement", Integer.class),
            Column.of(row, "authors", Long.class).intValue(),
            // Accounts and topics are not collected yet, so the formula sees none.
            List.of(),
            null));
  }
}
