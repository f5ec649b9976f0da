/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import io.signalharvester.app.config.DatabaseSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Applies one line of scripts while holding an advisory lock, so that two migrations never run at
 * once, and records the level that the database then offers. Applying twice changes nothing the
 * second time.
 */
public final class SchemaMigration {

  /** Key of the PostgreSQL advisory lock: the ASCII bytes of "harvmigr". */
  static final long LOCK_KEY = 0x686172766d696772L;

  private static final Duration LOCK_STEP = Duration.ofMillis(200);

  private final DatabaseLogin login;
  private final Duration lockPatience;
  private final String image;
  private final Consumer<String> progress;

  /**
   * Creates a migration that waits up to 30 s for the database and up to 60 s for the lock.
   *
   * @param settings where the database is
   * @param image what is recorded as the origin of the run
   * @param progress receives sentences while the caller waits
   */
  public SchemaMigration(DatabaseSettings settings, String image, Consumer<String> progress) {
    this(
        settings,
        image,
        progress,
        new Patience(Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(60)));
  }

  SchemaMigration(
      DatabaseSettings settings, String image, Consumer<String> progress, Patience patience) {
    this.login = new DatabaseLogin(settings, patience.database(), patience.step());
    this.lockPatience = patience.lock();
    this.image = image;
    this.progress = progress;
  }

  /**
   * How long to wait.
   *
   * @param database for the database to answer
   * @param step between two tries
   * @param lock for another migration to end
   */
  record Patience(Duration database, Duration step, Duration lock) {}

  /**
   * Applies the line.
   *
   * @param line which scripts
   * @throws InterruptedException when the process is asked to end while it waits
   */
  public MigrationOutcome run(MigrationLine line) throws InterruptedException {
    try (Connection connection = login.await(progress)) {
      if (!lock(connection)) {
        return new MigrationOutcome.LockBusy(
            "Another migration has held the lock for "
                + lockPatience.toSeconds()
                + " s: wait for it to end, then run migrate again.");
      }
      // Closing the connection gives the lock back, also when this process dies.
      return migrate(connection, line);
    } catch (SQLException e) {
      return new MigrationOutcome.DatabaseAway(login.awaySentence(e));
    }
  }

  private boolean lock(Connection connection) throws SQLException, InterruptedException {
    long start = System.nanoTime();
    boolean told = false;
    while (true) {
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
        statement.setLong(1, LOCK_KEY);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          if (row.getBoolean(1)) {
            return true;
          }
        }
      }
      if (System.nanoTime() - start + LOCK_STEP.toNanos() > lockPatience.toNanos()) {
        return false;
      }
      if (!told) {
        progress.accept(
            "Waiting up to " + lockPatience.toSeconds() + " s for another migration to end.");
        told = true;
      }
      Thread.sleep(LOCK_STEP);
    }
  }

  private MigrationOutcome migrate(Connection connection, MigrationLine line) {
    MigrationRecord runs = new MigrationRecord(connection, image);
    Flyway flyway = Scripts.flyway(login, line);
    try {
      @Nullable SchemaLevel before = runs.level();
      if (before == null && line == MigrationLine.CONTRACT) {
        return new MigrationOutcome.Failed(
            "The database has no schema yet, so there is nothing to contract: run migrate first.");
      }
      runs.forgetFailedScripts(line);
      if (before != null) {
        runs.closeAbandoned();
      }
      @Nullable Long run = before == null ? null : runs.start(line, before);
      try {
        int applied = flyway.migrate().migrationsExecuted;
        if (line == MigrationLine.EXPAND) {
          new StandingParts(connection, progress).bringUpToDate();
        }
        SchemaLevel level = runs.storeLevel(line, reached(flyway, line, before));
        runs.complete(run == null ? runs.start(line, new SchemaLevel(0, 0)) : run, level);
        return new MigrationOutcome.Done(applied, level);
      } catch (FlywayException e) {
        String sentence = sentence(line, e);
        // The scripts before the failed one are committed, and the level has to say so.
        int reached = reached(flyway, line, before);
        if (reached > 0) {
          runs.storeLevel(line, reached);
        }
        if (run != null) {
          runs.fail(run, sentence);
        }
        return new MigrationOutcome.Failed(sentence);
      }
    } catch (FlywayException e) {
      // Not the scripts: their history could not be read.
      return isLost(e)
          ? new MigrationOutcome.DatabaseAway(login.lostSentence())
          : new MigrationOutcome.Failed(sentence(line, e));
    } catch (SQLException e) {
      if (isLost(e)) {
        return new MigrationOutcome.DatabaseAway(login.lostSentence());
      }
      return new MigrationOutcome.Failed(
          "The schema's bookkeeping failed (SQLSTATE "
              + e.getSQLState()
              + "): check the rights of the role, then run migrate again.");
    }
  }

  /** Whether the connection went, SQLSTATE class 08, or the server ended it, class 57. */
  private static boolean isLost(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && String.valueOf(sql.getSQLState()).matches("(08|57).*")) {
        return true;
      }
    }
    return false;
  }

  private static int reached(Flyway flyway, MigrationLine line, @Nullable SchemaLevel before) {
    if (line == MigrationLine.CONTRACT) {
      return before == null ? 0 : before.expanded();
    }
    return Scripts.newestApplied(flyway);
  }

  private static String sentence(MigrationLine line, FlywayException failure) {
    String what = String.valueOf(failure.getErrorCode());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        what = "SQLSTATE " + sql.getSQLState();
      }
    }
    String first = failure.getMessage() == null ? "" : failure.getMessage().strip();
    int end = first.indexOf('\n');
    return "The "
        + line.phase()
        + " migration failed ("
        + what
        + "): "
        + (end < 0 ? first : first.substring(0, end)).strip()
        + "; correct the cause and run migrate again, which repeats the failed script whole.";
  }
}
