/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.store;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Takes connections from a pool and asks again when the one that it offers was closed by the server
 * meanwhile. After a restart of the server every connection of the pool is such a one. Nothing else
 * is tried again: a request must learn soon that the database is away, and must not knock at it
 * many times.
 */
final class FreshConnections implements ConnectionFactory {

  /** Longest time until there is a connection or an error. */
  static final Duration DEADLINE = Duration.ofSeconds(3);

  private final ConnectionPool pool;
  private final int size;

  FreshConnections(ConnectionPool pool, int size) {
    this.pool = pool;
    this.size = size;
  }

  @Override
  public Mono<Connection> create() {
    return Mono.defer(pool::create)
        .retryWhen(Retry.max(size).filter(FreshConnections::wasStale))
        .timeout(DEADLINE);
  }

  @Override
  public ConnectionFactoryMetadata getMetadata() {
    return pool.getMetadata();
  }

  private static boolean wasStale(Throwable error) {
    // The pool has no type of its own for this. A refused connection is of a subclass, with another
    // message.
    return error.getClass() == R2dbcNonTransientResourceException.class
        && "Connection validation failed".equals(error.getMessage());
  }
}
