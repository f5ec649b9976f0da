/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Writes what a migration did: its run, and the level that the database offers afterwards. */
final class MigrationRecord {

  private final Connection connection;
  private final String image;

  MigrationRecord(Connection connection, String image) {
    this.connection = connection;
    this.image = image;
  }

  /** Returns the stored level, or null when there is none yet. */
  @Nullable SchemaLevel level() throws SQLException {
    try (PreparedStatement exists =
            connection.prepareStatement("SELECT to_regclass('schema_compatibility') IS NOT NULL");
        ResultSet row = exists.executeQuery()) {
      row.next();
      if (!row.getBoolean(1)) {
        return null;
      }
    }
    try (PreparedStatement read =
            connection.prepareStatement(
                "SELECT expanded, floor FROM schema_compatibility WHERE component = 'app'");
        ResultSet row = read.executeQuery()) {
      return row.next() ? new SchemaLevel(row.getInt(1), row.getInt(2)) : null;
    }
  }

  /** Ends the runs whose process died; whoever holds the lock knows that no other run goes on. */
  void closeAbandoned() throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE migration_runs SET status = 'failed', error = 'the process ended before it finished',"
                + " finished_at = now() WHERE status = 'running'")) {
      update.executeUpdate();
    }
  }

  /**
   * Forgets that a script outside a transaction failed, which Flyway would refuse to go past. Such
   * a script can be repeated whole.
   */
  void forgetFailedScripts(MigrationLine line) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery("SELECT to_regclass('" + line.historyTable() + "') IS NOT NULL")) {
        row.next();
        if (!row.getBoolean(1)) {
          return;
        }
      }
      statement.executeUpdate("DELETE FROM " + line.historyTable() + " WHERE NOT success");
    }
  }

  long start(MigrationLine line, SchemaLevel before) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO migration_runs (phase, image, from_level, status) VALUES (?, ?, ?, 'running') RETURNING id")) {
      insert.setString(1, line.phase());
      insert.setString(2, image);
      insert.setInt(3, before.expanded());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  void complete(long run, SchemaLevel level) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE migration_runs SET status = 'completed', to_level = ?, finished_at = now() WHERE id = ?")) {
      update.setInt(1, level.expanded());
      update.setLong(2, run);
      update.executeUpdate();
    }
  }

  void fail(long run, String sentence) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE migration_runs SET status = 'failed', error = ?, finished_at = now() WHERE id = ?")) {
      update.setString(1, sentence);
      update.setLong(2, run);
      update.executeUpdate();
    }
  }

  /**
   * Stores the level; an older image never lowers it, and the floor stays what contract scripts
   * made it.
   */
  SchemaLevel storeLevel(MigrationLine line, int expanded) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            INSERT INTO schema_compatibility AS c (component, expanded, floor, phase) VALUES ('app', ?, 0, ?)
            ON CONFLICT (component) DO UPDATE
              SET expanded = greatest(c.expanded, excluded.expanded), phase = excluded.phase, updated_at = now()
            RETURNING expanded, floor
            """)) {
      upsert.setInt(1, expanded);
      upsert.setString(2, line.phase());
      try (ResultSet row = upsert.executeQuery()) {
        row.next();
        return new SchemaLevel(row.getInt(1), row.getInt(2));
      }
    }
  }
}
