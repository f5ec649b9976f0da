/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.bench;

import io.signalharvester.app.config.DatabaseSettings;
import io.signalharvester.app.store.Postgres;
import java.time.Duration;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;

/** What is done with the database between two measurements. */
final class Server implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private final Postgres postgres;
  private final DatabaseClient database;

  Server(DatabaseSettings settings) {
    this.postgres = Postgres.open(settings, "bench-server", 1);
    this.database = postgres.client();
  }

  /**
   * Returns the version of a server that writes to disk before it answers.
   *
   * @throws IllegalStateException when it does not: its figures would be worth nothing
   */
  String durableVersion() {
    List<String> off =
        texts(
            "SELECT name || ' is ' || setting AS text FROM pg_settings"
                + " WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') AND setting <> 'on'");
    if (!off.isEmpty()) {
      throw new IllegalStateException(
          "PostgreSQL must write to disk before it answers, but " + String.join(", ", off));
    }
    return texts("SHOW server_version").getFirst();
  }

  /** Takes every artifact away, and all that hangs on one. */
  void empty() {
    execute(
        "TRUNCATE artifacts, entities, accounts, artifact_scores, score_components, term_stats, embeddings CASCADE");
  }

  /** Takes the scores away, and the counted words. */
  void forgetScores() {
    execute("TRUNCATE artifact_scores, score_components, term_stats CASCADE");
  }

  void markAllDue() {
    execute("UPDATE artifact_scores SET input_version = 0");
  }

  private void execute(String sql) {
    database.sql(sql).then().block(DEADLINE);
  }

  private List<String> texts(String sql) {
    return database
        .sql(sql)
        .map(row -> row.get(0, String.class))
        .all()
        .collectList()
        .block(DEADLINE);
  }

  @Override
  public void close() {
    postgres.close();
  }
}
