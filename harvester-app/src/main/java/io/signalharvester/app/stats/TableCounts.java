/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.stats;

import io.signalharvester.app.store.Column;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Counts rows. Small tables are counted; of large ones the server's own estimate is taken, because
 * counting reads all of a table.
 */
final class TableCounts {

  private static final String TABLES =
      """
      SELECT wanted.name, CAST(c.reltuples AS bigint) AS estimate, pg_relation_size(c.oid) AS bytes
      FROM unnest(CAST(:tables AS text[])) AS wanted (name) JOIN pg_class c ON c.oid = to_regclass(wanted.name)
      """;

  private final DatabaseClient database;
  private final long mostCountedBytes;

  /**
   * Creates a counter.
   *
   * @param database where the tables are
   * @param mostCountedBytes size up to which a table is counted
   */
  TableCounts(DatabaseClient database, long mostCountedBytes) {
    this.database = database;
    this.mostCountedBytes = mostCountedBytes;
  }

  /**
   * How many rows a table has.
   *
   * @param table its name
   * @param rows number of rows
   * @param estimated whether the number is an estimate
   */
  record Count(String table, long rows, boolean estimated) {}

  private record Table(String name, long estimate, long bytes) {}

  /** Returns the counts of all tables of all groups that exist. */
  Mono<List<Count>> read() {
    return database
        .sql(TABLES)
        .bind("tables", TableGroup.allTables().toArray(String[]::new))
        .map(row ->
            new Table(
                Column.of(row, "name", String.class),
                Column.of(row, "estimate", Long.class),
                Column.of(row, "bytes", Long.class)))
        .all()
        .collectList()
        .flatMap(tables -> Flux.concat(estimated(tables), counted(tables)).collectList());
  }

  private boolean isCounted(Table table) {
    // A table that was never analysed has the estimate -1.
    return table.bytes() <= mostCountedBytes || table.estimate() < 0;
  }

  private Flux<Count> estimated(List<Table> tables) {
    return Flux.fromIterable(tables)
        .filter(table -> !isCounted(table))
        .map(table -> new Count(table.name(), table.estimate(), true));
  }

  private Flux<Count> counted(List<Table> tables) {
    // The names are those of TableGroup, never a client's.
    String sql =
        tables.stream()
            .filter(this::isCounted)
            .map(table ->
                "SELECT '%1$s' AS name, count(*) AS total FROM %1$s".formatted(table.name()))
            .collect(Collectors.joining(" UNION ALL "));
    return sql.isEmpty()
        ? Flux.empty()
        : database
            .sql(sql)
            .map(row ->
                new Count(
                    Column.of(row, "name", String.class),
                    Column.of(row, "total", Long.class),
                    false))
            .all();
  }
}
