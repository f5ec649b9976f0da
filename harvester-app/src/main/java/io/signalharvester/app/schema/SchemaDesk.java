/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import io.signalharvester.app.config.DatabaseSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.ValidateResult;
import org.jspecify.annotations.Nullable;

/** Answers questions about the schema, and names the active revision; it changes no table. */
public final class SchemaDesk {

  private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,63})");

  private final DatabaseLogin login;
  private final Consumer<String> progress;

  /**
   * Creates a desk that waits up to 30 s for the database.
   *
   * @param settings where the database is
   * @param progress receives sentences while the caller waits
   */
  public SchemaDesk(DatabaseSettings settings, Consumer<String> progress) {
    this(settings, progress, Duration.ofSeconds(30));
  }

  SchemaDesk(DatabaseSettings settings, Consumer<String> progress, Duration patience) {
    this.login = new DatabaseLogin(settings, patience, Duration.ofMillis(500));
    this.progress = progress;
  }

  /**
   * Returns what a migration would do; nothing is written.
   *
   * @throws SchemaFault when the database does not answer
   */
  public MigrationPlan plan(MigrationLine line) throws InterruptedException {
    return ask(connection -> {
      Flyway flyway = Scripts.flyway(login, line);
      ValidateResult validated =
          Flyway.configure()
              .configuration(flyway.getConfiguration())
              .ignoreMigrationPatterns("*:future", "*:pending")
              .load()
              .validateWithResult();
      List<String> differences =
          validated.invalidMigrations.stream()
              .map(script -> firstLine(script.errorDetails.errorMessage))
              .toList();
      return new MigrationPlan(
          line,
          new MigrationRecord(connection, "").level(),
          Scripts.pending(flyway, line),
          differences);
    });
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }

  /**
   * Returns the levels and the newest migrations.
   *
   * @throws SchemaFault when the database does not answer
   */
  public SchemaStatus status() throws InterruptedException {
    return ask(connection -> {
      SchemaLevel level = new MigrationRecord(connection, "").level();
      return level == null
          ? new SchemaStatus(null, null, List.of())
          : new SchemaStatus(level, activeRevision(connection), runs(connection));
    });
  }

  private static List<SchemaStatus.Run> runs(Connection connection) throws SQLException {
    List<SchemaStatus.Run> runs = new ArrayList<>();
    try (PreparedStatement read =
            connection.prepareStatement(
                "SELECT id, phase, image, from_level, to_level, status, error, started_at, finished_at"
                    + " FROM migration_runs ORDER BY id DESC LIMIT 20");
        ResultSet row = read.executeQuery()) {
      while (row.next()) {
        runs.add(
            new SchemaStatus.Run(
                row.getLong("id"),
                row.getString("phase"),
                row.getString("image"),
                row.getObject("from_level", Integer.class),
                row.getObject("to_level", Integer.class),
                row.getString("status"),
                row.getString("error"),
                String.valueOf(time(row, "started_at")),
                time(row, "finished_at")));
      }
    }
    return runs;
  }

  private static @Nullable String time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant().toString();
  }

  /**
   * Lets the workers of this revision alone claim jobs, outbox and notifications. Naming the same
   * again writes nothing.
   *
   * @param revision 1 to 64 letters, digits, dots, dashes and underscores
   * @return the revision that was active before, or null
   * @throws IllegalArgumentException when the revision breaks the rule
   * @throws SchemaFault when the database does not answer or has no schema for it yet
   */
  public @Nullable String activate(String revision) throws InterruptedException {
    if (!REVISION.matcher(revision).matches()) {
      throw new IllegalArgumentException(
          "REVISION must be 1 to 64 letters, digits, dots, dashes and underscores and begin with a letter or digit;"
              + " it is '%s': give the name of a revision.".formatted(revision));
    }
    Before before =
        ask(connection -> {
          if (!exists(connection)) {
            throw new SchemaFault(
                false, "The schema knows no active revision yet: run migrate of this image first.");
          }
          String known = activeRevision(connection);
          try (PreparedStatement write =
              connection.prepareStatement(
                  "INSERT INTO active_revision AS a (revision) VALUES (?) ON CONFLICT (singleton) DO UPDATE"
                      + " SET revision = excluded.revision, updated_at = now() WHERE a.revision <> excluded.revision")) {
            write.setString(1, revision);
            write.executeUpdate();
          }
          return new Before(known);
        });
    return before.revision();
  }

  private record Before(@Nullable String revision) {}

  private static boolean exists(Connection connection) throws SQLException {
    try (PreparedStatement read =
            connection.prepareStatement("SELECT to_regclass('active_revision') IS NOT NULL");
        ResultSet row = read.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static @Nullable String activeRevision(Connection connection) throws SQLException {
    if (!exists(connection)) {
      return null;
    }
    try (PreparedStatement read =
            connection.prepareStatement("SELECT revision FROM active_revision");
        ResultSet row = read.executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  private interface Question<T> {
    T answer(Connection connection) throws SQLException;
  }

  private <T> T ask(Question<T> question) throws InterruptedException {
    try (Connection connection = login.await(progress)) {
      return question.answer(connection);
    } catch (SQLException e) {
      throw new SchemaFault(true, login.awaySentence(e));
    } catch (FlywayException e) {
      throw new SchemaFault(
          false,
          "The scripts cannot be compared with the database: "
              + firstLine(String.valueOf(e.getMessage())));
    }
  }
}
