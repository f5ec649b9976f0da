/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.discoveries.Explanation.Component;
import io.signalharvester.app.scoring.Ageing;
import io.signalharvester.app.store.Column;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Reads a score with its parts. One statement, so that both are of the same computation. */
final class ExplanationReader {

  private static final String SELECT =
      """
      SELECT s.base_score, s.rank_key, c.component, c.value, c.weight, c.contribution, c.explanation,
             CAST(c.raw_inputs AS text) AS raw_inputs
      FROM artifact_scores s LEFT JOIN score_components c ON c.artifact_id = s.artifact_id
      WHERE s.artifact_id = :id
      ORDER BY array_position(ARRAY['novelty', 'emergence', 'obscurity', 'cross_source', 'expert_signal'],
                              CAST(c.component AS text)), c.component
      """;

  private final DatabaseClient database;
  private final JsonMapper json;

  ExplanationReader(DatabaseClient database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  private record Row(double baseScore, double rankKey, Optional<Component> component) {}

  /** Reads the explanation; empty when there is no such artifact or it has no score. */
  Mono<Explanation> read(long artifactId, Instant now) {
    return database
        .sql(SELECT)
        .bind("id", artifactId)
        .map(this::row)
        .all()
        .collectList()
        .filter(rows -> !rows.isEmpty())
        .map(rows -> explanation(rows, now));
  }

  private static Explanation explanation(List<Row> rows, Instant now) {
    double base = rows.getFirst().baseScore();
    double factor = Ageing.ageFactor(base, rows.getFirst().rankKey(), now);
    return new Explanation(
        base,
        factor,
        Explanation.rounded(base * factor),
        rows.stream().flatMap(row -> row.component().stream()).toList());
  }

  private Row row(Readable row) {
    String name = row.get("component", String.class);
    return new Row(
        Column.of(row, "base_score", Double.class),
        Column.of(row, "rank_key", Double.class),
        name == null ? Optional.empty() : Optional.of(component(row, name)));
  }

  private Component component(Readable row, String name) {
    return new Component(
        name,
        Column.of(row, "value", Double.class),
        Column.of(row, "weight", Double.class),
        Column.of(row, "contribution", Double.class),
        json.readTree(Column.of(row, "raw_inputs", String.class)),
        Column.of(row, "explanation", String.class));
  }
}
