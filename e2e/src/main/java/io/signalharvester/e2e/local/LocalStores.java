/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.signalharvester.e2e.Failure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import redis.embedded.RedisServer;

/** A PostgreSQL and a Redis on free ports of loopback; closing them removes their data. */
public final class LocalStores implements AutoCloseable {

  private static final String USER = "postgres";
  private static final String FIRST = "postgres";

  private final EmbeddedPostgres postgres;
  private final RedisServer redis;
  private final int redisPort;

  private LocalStores(EmbeddedPostgres postgres, RedisServer redis, int redisPort) {
    this.postgres = postgres;
    this.redis = redis;
    this.redisPort = redisPort;
  }

  /** Starts both, with an empty database. */
  public static LocalStores start() {
    return start(EmbeddedPostgres.builder());
  }

  /**
   * Starts both, with an empty database that is on disk before a transaction is acknowledged, as in
   * production. The other one does not wait for the disk.
   */
  public static LocalStores startDurable() {
    return start(
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on"));
  }

  private static LocalStores start(EmbeddedPostgres.Builder builder) {
    EmbeddedPostgres postgres;
    try {
      postgres = builder.start();
    } catch (IOException e) {
      throw new Failure(
          "PostgreSQL cannot be started on this machine ("
              + e.getMessage()
              + "): look for a full disk.",
          e);
    }
    try {
      int port = FreePort.find();
      RedisServer redis = RedisServer.builder().port(port).setting("save \"\"").build();
      redis.start();
      return new LocalStores(postgres, redis, port);
    } catch (RuntimeException e) {
      close(postgres);
      throw new Failure("Redis cannot be started on this machine (" + e.getMessage() + ").", e);
    }
  }

  /** The variables with which the app finds them. */
  public Map<String, String> environment() {
    return environment(FIRST);
  }

  /** The variables with which the app finds another database of the same server. */
  public Map<String, String> environment(String database) {
    return Map.of(
        "DATABASE_URL",
        "postgresql://localhost:" + postgres.getPort() + "/" + database + "?sslmode=disable",
        "DATABASE_USERNAME",
        USER,
        "REDIS_URL",
        "redis://localhost:" + redisPort);
  }

  /** Makes a database with the rows of another one that nobody is connected to. */
  public void copyDatabase(String from, String to) throws SQLException {
    try (Connection connection = connect(FIRST);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE DATABASE "
              + statement.enquoteIdentifier(to, true)
              + " TEMPLATE "
              + statement.enquoteIdentifier(from, true));
    }
  }

  /** Opens a session of a database. */
  public Connection connect(String database) throws SQLException {
    return postgres.getDatabase(USER, database).getConnection();
  }

  /** Makes Redis forget everything. */
  public void emptyRedis() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redisPort)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(3), US_ASCII);
      if (!answer.equals("+OK")) {
        throw new Failure("Redis did not forget what it holds: it answered " + answer + ".");
      }
    }
  }

  @Override
  public void close() {
    try {
      redis.stop();
    } finally {
      close(postgres);
    }
  }

  private static void close(EmbeddedPostgres postgres) {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new Failure(
          "PostgreSQL on port " + postgres.getPort() + " did not end: end it by hand.", e);
    }
  }
}
