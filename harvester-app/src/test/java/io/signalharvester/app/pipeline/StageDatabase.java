/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.pipeline.Tally.Counter;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** A database of its own for a stage under test, with rows to work on. */
final class StageDatabase implements AutoCloseable {

  private final TestPostgres postgres = TestPostgres.shared();
  private final String name = postgres.migratedDatabase();
  private final Postgres pool =
      Postgres.open(
          Settings.load(Settings.Mode.MIGRATE, postgres.environment(name)).database(), "test", 2);

  DatabaseClient client() {
    return pool.client();
  }

  TransactionalOperator transaction() {
    return pool.transaction();
  }

  /** Runs a stage and returns what it counted. */
  Map<Counter, Long> run(Stage stage) {
    Tally tally = new Tally();
    stage.run(tally).block(Duration.ofMinutes(2));
    Map<Counter, Long> counted = new EnumMap<>(Counter.class);
    tally
        .report("test")
        .counters()
        .forEach((label, number) ->
            counted.put(Counter.valueOf(label.toUpperCase(Locale.ROOT)), number));
    return counted;
  }

  /** Adds papers about fusion, one an hour into the past, with ids from first on. */
  void papers(int first, int count) {
    execute(
        "INSERT INTO artifacts (id, artifact_type, source, external_id, title, content, url, published_at)"
            + " SELECT i, 'preprint', 'arxiv', format('2101.%s', lpad(i::text, 5, '0')), 'A tokamak', 'Paper ' || i,"
            + " 'https://arxiv.org/abs/2101.' || lpad(i::text, 5, '0'), timestamptz '2026-01-10 12:00Z' - i * interval '1 hour'"
            + " FROM generate_series("
            + first
            + ", "
            + (first + count - 1)
            + ") i");
  }

  /** Gives artifacts a score that is not due. */
  void score(int first, int count) {
    execute(
        "INSERT INTO artifact_scores (artifact_id, source, published_at, base_score, discovery_score, rank_key,"
            + " algorithm_version, weights_hash, input_version, computed_at)"
            + " SELECT id, source, published_at, 50, 10 + id % 10, 4, 'v1', '0123456789abcdef', 7, now()"
            + " FROM artifacts WHERE id BETWEEN "
            + first
            + " AND "
            + (first + count - 1));
  }

  void execute(String sql) {
    postgres.execute(name, sql);
  }

  long number(String sql) {
    return postgres.number(name, sql);
  }

  String text(String sql) {
    return postgres.text(name, sql);
  }

  @Override
  public void close() {
    pool.close();
  }
}
