/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.schema.MigrationLine;
import io.signalharvester.app.schema.MigrationOutcome;
import io.signalharvester.app.schema.SchemaMigration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One real PostgreSQL for all tests of the JVM; each test gets a database of its own, made from a
 * migrated one.
 */
public final class TestPostgres {

  private static final String TEMPLATE = "migrated";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final EmbeddedPostgres server;

  private TestPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  private static final class Shared {
    static final TestPostgres INSTANCE = start();

    private static TestPostgres start() {
      NonBlocking.watch();
      try {
        TestPostgres postgres =
            new TestPostgres(
                EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("fsync", "off")
                    .start());
        postgres.execute("postgres", "CREATE DATABASE " + TEMPLATE);
        migrate(postgres.environment(TEMPLATE));
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public static TestPostgres shared() {
    return Shared.INSTANCE;
  }

  public static MigrationOutcome migrate(Map<String, String> environment) {
    try {
      return new SchemaMigration(
              Settings.load(Settings.Mode.MIGRATE, environment).database(), "test", text -> {})
          .run(MigrationLine.EXPAND);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a database with the whole schema and returns its name. */
  public String migratedDatabase() {
    String name = "test_" + NUMBER.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
    return name;
  }

  /** Makes a database without tables and returns its name. */
  public String emptyDatabase() {
    String name = "test_" + NUMBER.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return name;
  }

  public Map<String, String> environment(String database) {
    return environment(server.getPort(), database);
  }

  static Map<String, String> environment(int port, String database) {
    return Map.of(
        "DATABASE_URL",
        "postgresql://localhost:" + port + "/" + database + "?sslmode=disable",
        "DATABASE_USERNAME",
        "postgres");
  }

  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + server.getPort() + "/" + database + "?user=postgres");
  }

  public void execute(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public long number(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public String text(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
