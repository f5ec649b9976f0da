/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.signalharvester.app.discoveries.Unscored.Scored;
import io.signalharvester.app.scoring.Score;
import io.signalharvester.app.scoring.Score.Component;
import io.signalharvester.app.store.Column;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores scores with their components, many at once. What changed while its score was computed is
 * left as it is, and so stays due.
 */
public final class ScoreStore {

  private static final String STORE_SCORES =
      """
      INSERT INTO artifact_scores (artifact_id, source, published_at, novelty, emergence, obscurity, cross_source,
                                   expert_signal, impact_score, credibility_score, base_score, discovery_score, rank_key,
                                   algorithm_version, weights_hash, input_version, computed_at, updated_at)
      SELECT a.id, a.source, coalesce(a.published_at, a.first_seen_at), n.novelty, n.emergence, n.obscurity,
             n.cross_source, n.expert_signal, n.impact, n.credibility, n.base, n.discovery, n.rank_key,
             n.version, n.weights, n.input_version, :at, :at
      FROM unnest(:ids, :states, :novelty, :emergence, :obscurity, :crossSource, :expertSignal, :impact, :credibility,
                  :base, :discovery, :rankKey, :versions, :weights, :inputVersions)
             AS n (id, state, novelty, emergence, obscurity, cross_source, expert_signal, impact, credibility,
                   base, discovery, rank_key, version, weights, input_version)
      JOIN artifacts a ON a.id = n.id
      LEFT JOIN artifact_scores s ON s.artifact_id = a.id
      WHERE n.state = concat(a.updated_at, '/', s.xmin)
      ORDER BY a.id
      ON CONFLICT (artifact_id) DO UPDATE
        SET source = excluded.source, published_at = excluded.published_at, novelty = excluded.novelty,
            emergence = excluded.emergence, obscurity = excluded.obscurity, cross_source = excluded.cross_source,
            expert_signal = excluded.expert_signal, impact_score = excluded.impact_score,
            credibility_score = excluded.credibility_score, base_score = excluded.base_score,
            discovery_score = excluded.discovery_score, rank_key = excluded.rank_key,
            algorithm_version = excluded.algorithm_version, weights_hash = excluded.weights_hash,
            input_version = excluded.input_version, computed_at = excluded.computed_at, updated_at = excluded.updated_at
      RETURNING artifact_id
      """;

  private static final String STORE_COMPONENTS =
      """
      INSERT INTO score_components (artifact_id, component, raw_inputs, value, weight, contribution, explanation,
                                    algorithm_version, computed_at, updated_at)
      SELECT n.id, n.component, n.inputs::jsonb, n.value, n.weight, n.contribution, n.explanation, n.version, :at, :at
      FROM unnest(:ids, :components, :inputs, :values, :weights, :contributions, :explanations, :versions)
             AS n (id, component, inputs, value, weight, contribution, explanation, version)
      ORDER BY n.id, n.component
      ON CONFLICT (artifact_id, component) DO UPDATE
        SET raw_inputs = excluded.raw_inputs, value = excluded.value, weight = excluded.weight,
            contribution = excluded.contribution, explanation = excluded.explanation,
            algorithm_version = excluded.algorithm_version, computed_at = excluded.computed_at,
            updated_at = excluded.updated_at
      """;

  private final DatabaseClient database;
  private final TransactionalOperator transaction;
  private final JsonMapper json;

  /**
   * Creates the store.
   *
   * @param database where scores are
   * @param transaction makes a batch of scores and their components one unit
   * @param json writes raw inputs
   */
  public ScoreStore(DatabaseClient database, TransactionalOperator transaction, JsonMapper json) {
    this.database = database;
    this.transaction = transaction;
    this.json = json;
  }

  /**
   * Stores scores in place of older ones: all of them, or none when the database refuses one.
   * Returns how many were stored; one whose artifact changed meanwhile was not.
   *
   * @param batch scores of one moment, some hundred
   * @param at that moment
   */
  public Mono<Integer> store(List<Scored> batch, Instant at) {
    return storeScores(batch, at)
        .flatMap(stored -> storeComponents(batch, stored, at).thenReturn(stored.size()))
        .as(transaction::transactional);
  }

  private Mono<Set<Long>> storeScores(List<Scored> batch, Instant at) {
    return database
        .sql(STORE_SCORES)
        .bind("at", at)
        .bind("ids", batch.stream().map(Scored::artifactId).toArray(Long[]::new))
        .bind("states", texts(batch, Scored::state))
        .bind("novelty", numbers(batch, scored -> scored.score().valueOf("novelty")))
        .bind("emergence", numbers(batch, scored -> scored.score().valueOf("emergence")))
        .bind("obscurity", numbers(batch, scored -> scored.score().valueOf("obscurity")))
        .bind("crossSource", numbers(batch, scored -> scored.score().valueOf("cross_source")))
        .bind("expertSignal", numbers(batch, scored -> scored.score().valueOf("expert_signal")))
        .bind("impact", numbers(batch, scored -> scored.score().impactScore()))
        .bind("credibility", numbers(batch, scored -> scored.score().credibilityScore()))
        .bind("base", numbers(batch, scored -> scored.score().baseScore()))
        .bind("discovery", numbers(batch, scored -> scored.score().discoveryScore()))
        .bind("rankKey", numbers(batch, scored -> scored.score().rankKey()))
        .bind("versions", texts(batch, scored -> scored.score().algorithmVersion()))
        .bind("weights", texts(batch, scored -> scored.score().weightsHash()))
        .bind("inputVersions", batch.stream().map(Scored::inputVersion).toArray(Long[]::new))
        .map(row -> Column.of(row, "artifact_id", Long.class))
        .all()
        .collect(Collectors.toSet());
  }

  private Mono<Void> storeComponents(List<Scored> batch, Set<Long> stored, Instant at) {
    List<Part> parts =
        batch.stream()
            .filter(scored -> stored.contains(scored.artifactId()))
            .flatMap(scored ->
                scored.score().components().stream()
                    .map(part -> new Part(scored.artifactId(), scored.score(), part)))
            .toList();
    if (parts.isEmpty()) {
      return Mono.empty();
    }
    return database
        .sql(STORE_COMPONENTS)
        .bind("at", at)
        .bind("ids", parts.stream().map(Part::artifactId).toArray(Long[]::new))
        .bind("components", texts(parts, part -> part.component().name()))
        .bind("inputs", texts(parts, part -> inputs(part.component())))
        .bind("values", numbers(parts, part -> part.component().value()))
        .bind("weights", numbers(parts, part -> part.component().weight()))
        .bind("contributions", numbers(parts, part -> part.component().contribution()))
        .bind("explanations", texts(parts, part -> part.component().explanation()))
        .bind("versions", texts(parts, part -> part.score().algorithmVersion()))
        .then();
  }

  private record Part(long artifactId, Score score, Component component) {}

  private String inputs(Component component) {
    Map<String, @Nullable Double> byName = new LinkedHashMap<>();
    component.rawInputs().forEach(input -> byName.put(input.name(), input.value()));
    return json.writeValueAsString(byName);
  }

  private static <T> Double[] numbers(List<T> rows, ToDoubleFunction<T> column) {
    return rows.stream().mapToDouble(column).boxed().toArray(Double[]::new);
  }

  private static <T> String[] texts(List<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }
}
