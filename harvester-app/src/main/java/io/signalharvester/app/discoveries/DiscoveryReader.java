/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.scoring.Ageing;
import io.signalharvester.app.store.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** Reads scored artifacts in the order of their rank key. */
final class DiscoveryReader {

  private static final String SELECT =
      """
      SELECT a.id, a.artifact_type, a.source, a.external_id, a.title, a.content, a.url, a.published_at,
             a.created_at, a.updated_at, s.novelty, s.emergence, s.obscurity, s.cross_source, s.expert_signal,
             s.base_score, s.rank_key, s.algorithm_version, s.computed_at,
             ARRAY(SELECT e.name FROM artifact_entities l JOIN entities e ON e.id = l.entity_id
                   WHERE l.artifact_id = a.id AND l.role = 'author' ORDER BY l.position, e.id) AS authors
      FROM artifact_scores s JOIN artifacts a ON a.id = s.artifact_id
      WHERE true
      """;

  private final DatabaseClient database;

  DiscoveryReader(DatabaseClient database) {
    this.database = database;
  }

  /**
   * The last row of the page before.
   *
   * @param rankKey its sort key
   * @param artifactId its id, which orders rows of equal key
   */
  record Position(double rankKey, long artifactId) {}

  /**
   * A row with its place in the order.
   *
   * @param position its place
   * @param discovery what the client sees
   */
  record Row(Position position, Discovery discovery) {}

  /**
   * Reads the rows after a position.
   *
   * @param query what was asked for
   * @param after the position, or null for the start
   * @param now the moment for which live scores are computed
   * @param rows most rows
   */
  Flux<Row> read(DiscoveryQuery query, @Nullable Position after, Instant now, int rows) {
    StringBuilder sql = new StringBuilder(SELECT);
    if (query.minScore() > 0) {
      sql.append(" AND s.rank_key >= :leastKey");
    }
    if (query.hours() != null) {
      sql.append(" AND s.published_at >= :since");
    }
    if (query.sources().size() == 1) {
      // Written as an equation, so that the index by source and rank key gives the rows in order.
      sql.append(" AND s.source = :source");
    } else if (!query.sources().isEmpty()) {
      sql.append(" AND s.source = ANY(:sources)");
    }
    if (after != null) {
      sql.append(" AND (s.rank_key, s.artifact_id) < (:afterKey, :afterId)");
    }
    sql.append(" ORDER BY s.rank_key DESC, s.artifact_id DESC LIMIT :rows");

    DatabaseClient.GenericExecuteSpec statement = database.sql(sql.toString()).bind("rows", rows);
    if (query.minScore() > 0) {
      statement = statement.bind("leastKey", Ageing.leastRankKey(query.minScore(), now));
    }
    Integer hours = query.hours();
    if (hours != null) {
      statement = statement.bind("since", now.minus(Duration.ofHours(hours)));
    }
    if (query.sources().size() == 1) {
      statement = statement.bind("source", query.sources().iterator().next());
    } else if (!query.sources().isEmpty()) {
      statement = statement.bind("sources", query.sources().toArray(String[]::new));
    }
    if (after != null) {
      statement = statement.bind("afterKey", after.rankKey()).bind("afterId", after.artifactId());
    }
    return statement.map(row -> row(row, now)).all();
  }

  private static Row row(Readable row, Instant now) {
    long id = Column.of(row, "id", Long.class);
    double rankKey = number(row, "rank_key");
    String[] authors = Column.of(row, "authors", String[].class);
    return new Row(
        new Position(rankKey, id),
        new Discovery(
            id,
            id,
            Column.of(row, "artifact_type", String.class),
            Column.of(row, "source", String.class),
            Column.of(row, "external_id", String.class),
            row.get("title", String.class),
            row.get("content", String.class),
            row.get("url", String.class),
            row.get("published_at", Instant.class),
            number(row, "novelty"),
            number(row, "emergence"),
            number(row, "obscurity"),
            number(row, "cross_source"),
            number(row, "expert_signal"),
            Math.round(Ageing.scoreAt(rankKey, now) * 10_000) / 10_000.0,
            number(row, "base_score"),
            Column.of(row, "algorithm_version", String.class),
            Column.of(row, "computed_at", Instant.class),
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(authors),
            null,
            Column.of(row, "created_at", Instant.class),
            Column.of(row, "updated_at", Instant.class)));
  }

  private static double number(Readable row, String column) {
    return Column.of(row, column, Double.class);
  }
}
