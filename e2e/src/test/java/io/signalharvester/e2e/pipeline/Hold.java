/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.pipeline;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Holds a pipeline where it is about to write a certain row: a trigger makes its session wait for a
 * lock of this one. So the moment of a kill is known and nothing depends on speed. Closing it ends
 * the sessions of the pipeline, as PostgreSQL does when it sees that their client is gone, and
 * leaves the database as it was.
 */
final class Hold implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String SESSIONS =
      "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'harvest-pipeline'";

  private final Connection connection;
  private final String table;

  private Hold(Connection connection, String table) {
    this.connection = connection;
    this.table = table;
  }

  /**
   * Prepares it; the connection is closed with it.
   *
   * @param condition which rows of the table count
   * @param rows how many of them are written before
   */
  static Hold of(Connection connection, String table, String condition, int rows)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(1)");
      statement.execute("CREATE SEQUENCE held_rows");
      statement.execute(
          """
          CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF nextval('held_rows') > %d THEN
              PERFORM pg_advisory_xact_lock_shared(1);
            END IF;
            RETURN NEW;
          END $$
          """
              .formatted(rows));
      statement.execute(
          "CREATE TRIGGER hold BEFORE INSERT ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION hold()"
              .formatted(table, condition));
    }
    return new Hold(connection, table);
  }

  /** Waits until the pipeline waits. */
  void awaitHeld() {
    await()
        .atMost(DEADLINE)
        .until(() -> count("SELECT count(*) " + SESSIONS + " AND wait_event = 'advisory'") > 0);
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      count("SELECT count(pg_terminate_backend(pid)) " + SESSIONS);
      await().atMost(DEADLINE).until(() -> count("SELECT count(*) " + SESSIONS) == 0);
      try (Statement statement = connection.createStatement()) {
        statement.execute("DROP TRIGGER hold ON " + table);
        statement.execute("DROP FUNCTION hold");
        statement.execute("DROP SEQUENCE held_rows");
      }
    }
  }

  private int count(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getInt(1);
    }
  }
}
