/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.store;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.pool.PoolMetrics;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ValidationDepth;
import io.signalharvester.app.config.DatabaseSettings;
import java.time.Duration;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpResources;

/**
 * A bounded pool of non-blocking connections to PostgreSQL. Nothing is connected before the first
 * use.
 */
public final class Postgres implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** What a living server may need beyond the time after which it ends a statement. */
  private static final Duration ANSWER_MARGIN = Duration.ofSeconds(3);

  private final ConnectionPool pool;
  private final ConnectionFactory connections;

  private Postgres(ConnectionPool pool, int size) {
    this.pool = pool;
    this.connections = new FreshConnections(pool, size);
  }

  /**
   * Opens a pool.
   *
   * @param settings where the database is
   * @param name shown by the server as the application's name
   * @param size most connections, at least 1
   */
  public static Postgres open(DatabaseSettings settings, String name, int size) {
    ConnectionPool pool =
        new ConnectionPool(
            ConnectionPoolConfiguration.builder(single(settings, name))
                .name(name)
                .initialSize(0)
                .minIdle(0)
                .maxSize(size)
                .acquireRetry(0)
                .maxAcquireTime(FreshConnections.DEADLINE)
                .maxCreateConnectionTime(FreshConnections.DEADLINE)
                .maxIdleTime(Duration.ofMinutes(5))
                .maxLifeTime(Duration.ofMinutes(30))
                .validationDepth(ValidationDepth.LOCAL)
                .build());
    return new Postgres(pool, size);
  }

  /**
   * Returns what opens single connections, for a session that must stay the same (a session lock).
   *
   * @param settings where the database is
   * @param name shown by the server as the application's name
   */
  public static ConnectionFactory single(DatabaseSettings settings, String name) {
    PostgresqlConnectionConfiguration.Builder configuration =
        PostgresqlConnectionConfiguration.builder()
            .host(settings.host())
            .port(settings.port())
            .database(settings.database())
            .username(settings.username() == null ? "postgres" : settings.username())
            .applicationName(name)
            .connectTimeout(CONNECT)
            .statementTimeout(settings.statementTimeout())
            .loopResources(
                new WatchedLoops(
                    TcpResources.get(), settings.statementTimeout().plus(ANSWER_MARGIN)))
            .sslMode(
                switch (settings.sslMode()) {
                  case DISABLE -> SSLMode.DISABLE;
                  case PREFER -> SSLMode.PREFER;
                  case REQUIRE -> SSLMode.REQUIRE;
                });
    if (settings.password() != null) {
      configuration.password(settings.password().value());
    }
    return new PostgresqlConnectionFactory(configuration.build());
  }

  /** Returns a client that runs statements on connections of the pool. */
  public DatabaseClient client() {
    return DatabaseClient.create(connections);
  }

  /** Returns what makes several statements of {@link #client()} one transaction. */
  public TransactionalOperator transaction() {
    return TransactionalOperator.create(new R2dbcTransactionManager(connections));
  }

  /** Returns the present sizes of the pool. */
  public PoolMetrics sizes() {
    return pool.getMetrics()
        .orElseThrow(() -> new IllegalStateException("the pool counts nothing"));
  }

  /** Completes when a connection could be had; it stays in the pool. */
  public Mono<Void> warmUp() {
    return Mono.usingWhen(connections.create(), ignored -> Mono.<Void>empty(), Connection::close);
  }

  @Override
  public void close() {
    pool.dispose();
  }
}
