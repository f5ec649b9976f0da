/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets one run of a pipeline go on at a time. It is an advisory lock of PostgreSQL on a connection
 * of its own: when the process dies, the server gives the lock back.
 */
final class RunLock {

  private final ConnectionFactory connections;
  private final long key;

  /**
   * Creates a lock.
   *
   * @param connections opens single, unpooled connections
   * @param key number of the lock, the same in all processes
   */
  RunLock(ConnectionFactory connections, long key) {
    this.connections = connections;
    this.key = key;
  }

  /** Does the work while holding the lock, or the other thing when somebody else holds it. */
  <T> Mono<T> holding(Supplier<Mono<T>> work, Supplier<Mono<T>> whenBusy) {
    return Mono.usingWhen(
        connections.create(),
        connection -> tryLock(connection).flatMap(held -> held ? work.get() : whenBusy.get()),
        Connection::close);
  }

  private Mono<Boolean> tryLock(Connection connection) {
    return Flux.from(
            connection.createStatement("SELECT pg_try_advisory_lock($1)").bind("$1", key).execute())
        .flatMap(result -> result.map(row -> Boolean.TRUE.equals(row.get(0, Boolean.class))))
        .single();
  }
}
