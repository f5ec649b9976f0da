/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.scoring.Ageing;
import io.signalharvester.app.store.Column;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads scored artifacts with all that clients see of them, in one statement. */
final class DiscoveryReader {

  private final DatabaseClient database;

  DiscoveryReader(DatabaseClient database) {
    this.database = database;
  }

  /**
   * The last row of the page before.
   *
   * @param key its sort key as cursors carry it
   * @param artifactId its id, which orders rows of equal key
   */
  record Position(Number key, long artifactId) {}

  /**
   * A row with its place in the order.
   *
   * @param position its place
   * @param discovery what the client sees
   */
  record Row(Position position, Discovery discovery) {}

  /** Reads one artifact; empty when there is none or it has no score. */
  Mono<Discovery> one(long artifactId, Instant now) {
    return execute(DiscoveryStatement.one(artifactId)).map(row -> discovery(row, now)).one();
  }

  /**
   * Reads the rows after a position.
   *
   * @param query what was asked for
   * @param topics ids of the topics that count, or null for all
   * @param after the position, or null for the start
   * @param now the moment for which live scores are computed
   * @param rows most rows
   */
  Flux<Row> page(
      DiscoveryQuery query,
      @Nullable List<Long> topics,
      @Nullable Position after,
      Instant now,
      int rows) {
    return execute(DiscoveryStatement.page(query, topics, after, now, rows))
        .map(row -> new Row(position(row, query.sort()), discovery(row, now)))
        .all();
  }

  /** Counts the rows of all pages. */
  Mono<Long> count(DiscoveryQuery query, @Nullable List<Long> topics, Instant now) {
    return execute(DiscoveryStatement.count(query, topics, now))
        .map(row -> Column.of(row, "total", Long.class))
        .one();
  }

  private DatabaseClient.GenericExecuteSpec execute(DiscoveryStatement statement) {
    return database.sql(statement.sql()).bindValues(statement.values());
  }

  private static Position position(Readable row, DiscoverySort sort) {
    Number key =
        sort == DiscoverySort.PUBLISHED_AT
            ? DiscoverySort.keyOf(Column.of(row, "listed_at", Instant.class))
            : (Number) number(row, sort.column());
    return new Position(key, Column.of(row, "id", Long.class));
  }

  private static Discovery discovery(Readable row, Instant now) {
    long id = Column.of(row, "id", Long.class);
    double base = number(row, "base_score");
    return new Discovery(
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
        Explanation.rounded(base * Ageing.ageFactor(base, number(row, "rank_key"), now)),
        base,
        Column.of(row, "algorithm_version", String.class),
        Column.of(row, "computed_at", Instant.class),
        row.get("category", String.class),
        row.get("sentiment", String.class),
        row.get("urgency", Integer.class),
        texts(row, "tags"),
        texts(row, "topics"),
        texts(row, "authors"),
        row.get("reasoning", String.class),
        Column.of(row, "created_at", Instant.class),
        Column.of(row, "updated_at", Instant.class));
  }

  private static List<String> texts(Readable row, String column) {
    return List.of(Column.of(row, column, String[].class));
  }

  private static double number(Readable row, String column) {
    return Column.of(row, column, Double.class);
  }
}
