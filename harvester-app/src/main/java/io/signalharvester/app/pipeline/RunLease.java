/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.r2dbc.postgresql.codec.Json;
import io.signalharvester.app.store.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Lets one run of a pipeline go on at a time. A run is a row of {@code jobs} that its owner keeps
 * alive; when the process dies, the row's lease ends and the next run takes over. All times are
 * those of the database, and no session of it is needed, so it works behind a pooler too.
 */
final class RunLease {

  /** How long a run that died keeps others out. */
  static final Duration LIFE = Duration.ofSeconds(30);

  private static final String CLAIM =
      """
      INSERT INTO jobs (id, kind, status, attempt, lease_owner, lease_until, started_at)
      SELECT :id, :kind, 'running', 1, :owner, now() + make_interval(secs => :life), now()
      WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE kind = :kind AND status = 'running')
      """;
  private static final String BURY =
      """
      UPDATE jobs SET status = 'failed', error_message = 'The process ended before the run did.', finished_at = now(),
                      expires_at = now() + interval '7 days', version = version + 1, updated_at = now()
      WHERE kind = :kind AND status = 'running' AND lease_until < now()
      """;
  private static final String RENEW =
      """
      UPDATE jobs SET lease_until = now() + make_interval(secs => :life), updated_at = now()
      WHERE id = :id AND status = 'running' AND lease_owner = :owner AND NOT cancel_requested
      """;
  private static final String FINISH =
      """
      UPDATE jobs SET status = :status, result = :result, finished_at = now(), expires_at = now() + interval '7 days',
                      version = version + 1, updated_at = now()
      WHERE id = :id AND status = 'running' AND lease_owner = :owner
      """;
  // An attempt that was told to end does not count.
  private static final String RELEASE =
      """
      UPDATE jobs SET status = 'queued', attempt = greatest(attempt - 1, 0), lease_owner = NULL, lease_until = NULL,
                      version = version + 1, updated_at = now()
      WHERE id = :id AND status = 'running' AND lease_owner = :owner
      """;

  private final DatabaseClient database;
  private final TransactionalOperator transaction;
  private final String kind;
  private final Duration life;

  /** Thrown into a run whose lease went to somebody else or that somebody cancelled. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lost(String message) {
      super(message);
    }
  }

  /** Thrown into a run whose process is told to end; somebody else may go on at once. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("The process is told to end.");
    }
  }

  /**
   * How a run is kept.
   *
   * @param status completed or failed
   * @param result its report as JSON
   */
  record Ending(String status, String result) {}

  /**
   * Creates a lease.
   *
   * @param database where jobs are
   * @param transaction makes looking and claiming one act
   * @param pipeline name of the pipeline
   * @param life how long a lease lasts without being renewed; it is renewed after each third of it
   */
  RunLease(
      DatabaseClient database, TransactionalOperator transaction, String pipeline, Duration life) {
    this.database = database;
    this.transaction = transaction;
    this.kind = kind(pipeline);
    this.life = life;
  }

  /**
   * Does the work while holding the lease. While another run holds it, this one waits: no longer
   * than until it sees that run alive, or until that run's lease has ended.
   *
   * @param work what to do
   * @param ending how its result is kept
   * @param whenBusy what to do instead when another run is alive
   */
  <T> Mono<T> holding(
      Supplier<Mono<T>> work, Function<T, Ending> ending, Supplier<Mono<T>> whenBusy) {
    return Mono.defer(() -> {
      UUID id = UUID.randomUUID();
      String owner = "run-" + id;
      return claimed(id, owner)
          .flatMap(held -> held ? kept(id, owner, work, ending) : whenBusy.get());
    });
  }

  /** The kind of job that a run of a pipeline is. */
  static String kind(String pipeline) {
    return "pipeline:" + pipeline;
  }

  /** How long a lease lasts, in seconds. */
  double seconds() {
    return life.toMillis() / 1000.0;
  }

  /** Keeps others from claiming a run of this pipeline until the transaction ends. */
  Mono<Long> lock() {
    return database
        .sql("SELECT pg_advisory_xact_lock(hashtextextended(:kind, 0))")
        .bind("kind", kind)
        .fetch()
        .rowsUpdated();
  }

  private Mono<Boolean> claimed(UUID id, String owner) {
    return claim(id, owner)
        .flatMap(first ->
            first
                ? Mono.just(true)
                : leaseEnd()
                    .flatMap(seen -> waitFor(id, owner, seen))
                    // It ended between the two questions.
                    .switchIfEmpty(claim(id, owner)));
  }

  private Mono<Boolean> waitFor(UUID id, String owner, Instant seen) {
    return Mono.delay(life.dividedBy(6))
        .then(claim(id, owner))
        .flatMap(held ->
            held
                ? Mono.just(true)
                : leaseEnd()
                    .map(now -> now.equals(seen))
                    .defaultIfEmpty(true)
                    .flatMap(asBefore -> asBefore ? waitFor(id, owner, seen) : Mono.just(false)));
  }

  private Mono<Boolean> claim(UUID id, String owner) {
    Mono<Long> bury = database.sql(BURY).bind("kind", kind).fetch().rowsUpdated();
    Mono<Long> insert =
        database
            .sql(CLAIM)
            .bind("id", id)
            .bind("kind", kind)
            .bind("owner", owner)
            .bind("life", seconds())
            .fetch()
            .rowsUpdated();
    return lock().then(bury).then(insert).map(rows -> rows == 1).as(transaction::transactional);
  }

  private Mono<Instant> leaseEnd() {
    return database
        .sql("SELECT lease_until FROM jobs WHERE kind = :kind AND status = 'running'")
        .bind("kind", kind)
        .map(row -> Column.of(row, "lease_until", Instant.class))
        .first();
  }

  /** Does the work of a run that was claimed, and keeps it claimed meanwhile. */
  <T> Mono<T> kept(UUID id, String owner, Supplier<Mono<T>> work, Function<T, Ending> ending) {
    Mono<T> lost =
        Flux.interval(life.dividedBy(3))
            .onBackpressureDrop()
            .concatMap(tick -> renew(id, owner), 1)
            .then(Mono.empty());
    return Mono.firstWithSignal(Mono.defer(work), lost.then(Mono.never()))
        .flatMap(result -> finish(id, owner, ending.apply(result)).thenReturn(result))
        .onErrorResume(error ->
            given(id, owner, error)
                // Without an answer the lease ends by itself.
                .timeout(life)
                .onErrorComplete()
                .then(Mono.error(error)));
  }

  /** Renews, asking again until the lease would have ended; an error means that it is lost. */
  private Mono<Void> renew(UUID id, String owner) {
    return database
        .sql(RENEW)
        .bind("id", id)
        .bind("owner", owner)
        .bind("life", seconds())
        .fetch()
        .rowsUpdated()
        .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, life.dividedBy(15)))
        .timeout(life.dividedBy(2))
        .onErrorMap(error ->
            new Lost("The database did not answer in time, so that another run may have begun."))
        .flatMap(rows ->
            rows == 1
                ? Mono.empty()
                : Mono.error(new Lost("The run was cancelled, or another one took its place.")));
  }

  private Mono<Void> given(UUID id, String owner, Throwable error) {
    return error instanceof Stopped
        ? database.sql(RELEASE).bind("id", id).bind("owner", owner).fetch().rowsUpdated().then()
        : finish(id, owner, new Ending(error instanceof Lost ? "cancelled" : "failed", "{}"));
  }

  private Mono<Void> finish(UUID id, String owner, Ending ending) {
    return database
        .sql(FINISH)
        .bind("id", id)
        .bind("owner", owner)
        .bind("status", ending.status())
        .bind("result", Json.of(ending.result()))
        .fetch()
        .rowsUpdated()
        .then();
  }
}
