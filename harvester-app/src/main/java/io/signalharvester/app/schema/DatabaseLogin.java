/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import io.signalharvester.app.config.DatabaseSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;

/** Opens JDBC connections for the migration, and waits for a database that is just starting. */
final class DatabaseLogin {

  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

  private final DatabaseSettings settings;
  private final Duration patience;
  private final Duration step;

  DatabaseLogin(DatabaseSettings settings, Duration patience, Duration step) {
    this.settings = settings;
    this.patience = patience;
    this.step = step;
  }

  String url() {
    return "jdbc:postgresql://"
        + (settings.host().contains(":") && !settings.host().startsWith("[")
            ? "[" + settings.host() + "]"
            : settings.host())
        + ":"
        + settings.port()
        + "/"
        + URLEncoder.encode(settings.database(), StandardCharsets.UTF_8);
  }

  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("sslmode", settings.sslMode().name().toLowerCase(Locale.ROOT));
    properties.setProperty("ApplicationName", "harvest-migrate");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    if (settings.username() != null) {
      properties.setProperty("user", settings.username());
    }
    if (settings.password() != null) {
      properties.setProperty("password", settings.password().value());
    }
    return properties;
  }

  Connection open() throws SQLException {
    return DriverManager.getConnection(url(), properties());
  }

  /**
   * Opens a connection; tries again until the patience ends.
   *
   * @param progress is told every few seconds that we still wait
   * @throws SQLException the last failure
   */
  Connection await(Consumer<String> progress) throws SQLException, InterruptedException {
    long start = System.nanoTime();
    long nextWord = 0;
    while (true) {
      try {
        return open();
      } catch (SQLException e) {
        long waited = System.nanoTime() - start;
        if (waited + step.toNanos() > patience.toNanos()) {
          throw e;
        }
        if (waited >= nextWord) {
          progress.accept(
              "Waiting for PostgreSQL at "
                  + settings.address()
                  + " ("
                  + Duration.ofNanos(waited).toSeconds()
                  + " of at most "
                  + patience.toSeconds()
                  + " s): "
                  + reason(e));
          nextWord = waited + BETWEEN_WORDS.toNanos();
        }
        Thread.sleep(step);
      }
    }
  }

  String awaySentence(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String remedy =
        state.startsWith("28")
            ? "check DATABASE_USERNAME and DATABASE_PASSWORD"
            : "3D000".equals(state)
                ? "create the database or correct DATABASE_URL"
                : "check that it runs, that DATABASE_URL is right and that the network allows it";
    return "PostgreSQL at "
        + settings.address()
        + " cannot be used after "
        + patience.toSeconds()
        + " s: "
        + reason(failure)
        + "; "
        + remedy
        + ".";
  }

  /** For a server that answered and then did not any more. */
  String lostSentence() {
    return "PostgreSQL at "
        + settings.address()
        + " went away while the schema was being changed; the scripts that were finished stand:"
        + " look why it went, then run migrate again.";
  }

  private static String reason(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    return switch (state) {
      case "57P03" -> "it is still starting";
      case "53300" -> "it has no connection left";
      case "3D000" -> "the database does not exist";
      case "28P01", "28000" -> "it refused the login";
      case "08001", "08006", "08004" -> "no connection can be made";
      default -> "the login failed (SQLSTATE " + (state.isEmpty() ? "unknown" : state) + ")";
    };
  }
}
