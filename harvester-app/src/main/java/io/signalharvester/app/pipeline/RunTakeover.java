/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.store.Column;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Finds runs that are queued, or that nobody goes on with: their process died, and no restart of it
 * took them up while their lease lapsed and as long again. Three attempts are made, and none by a
 * revision other than the active one (specification, http-api 1.6 and data-model 5).
 */
public final class RunTakeover {

  private static final String LIVING =
      """
      SELECT 1 FROM jobs WHERE kind = :kind AND status = 'running'
                           AND lease_until >= now() - make_interval(secs => :life)
      """;
  private static final String MAY_CLAIM =
      """
      (NOT EXISTS (SELECT 1 FROM active_revision)
       OR EXISTS (SELECT 1 FROM active_revision WHERE revision = :revision))
      """;
  private static final String WAITING =
      "kind = :kind AND NOT cancel_requested AND attempt < 3 AND (status = 'queued' OR status = 'running')";
  private static final String DUE =
      "SELECT EXISTS (SELECT 1 FROM jobs WHERE "
          + WAITING
          + ") AND NOT EXISTS ("
          + LIVING
          + ") AND "
          + MAY_CLAIM
          + " AS due";
  private static final String GIVE_UP =
      """
      UPDATE jobs SET status = 'failed', error_message = 'Three attempts ended before the run did.',
                      finished_at = now(), expires_at = now() + interval '7 days', version = version + 1,
                      updated_at = now()
      WHERE kind = :kind AND status = 'running' AND attempt >= 3
        AND lease_until < now() - make_interval(secs => :life)
      """;
  private static final String TAKE_UP =
      "UPDATE jobs SET status = 'running', attempt = attempt + 1, lease_owner = :owner,"
          + " lease_until = now() + make_interval(secs => :life), started_at = coalesce(started_at, now()),"
          + " version = version + 1, updated_at = now() WHERE id = (SELECT id FROM jobs WHERE "
          + WAITING
          + " ORDER BY created_at, id LIMIT 1) AND NOT EXISTS ("
          + LIVING
          + ") AND "
          + MAY_CLAIM
          + " RETURNING id";

  private final DatabaseClient database;
  private final TransactionalOperator transaction;
  private final RunLease lease;
  private final String kind;
  private final String revision;

  /**
   * Creates a finder.
   *
   * @param database where jobs are
   * @param transaction makes looking and claiming one act
   * @param pipeline name of the pipeline
   * @param revision which revision this process is of; null when it was not told, and then it
   *     claims nothing as soon as a revision is named active
   */
  public RunTakeover(
      DatabaseClient database,
      TransactionalOperator transaction,
      String pipeline,
      @Nullable String revision) {
    this(database, transaction, pipeline, revision, RunLease.LIFE);
  }

  RunTakeover(
      DatabaseClient database,
      TransactionalOperator transaction,
      String pipeline,
      @Nullable String revision,
      Duration life) {
    this.database = database;
    this.transaction = transaction;
    this.lease = new RunLease(database, transaction, pipeline, life);
    this.kind = RunLease.kind(pipeline);
    this.revision = revision == null ? "" : revision;
  }

  /** Returns whether there is a run to take up; cheap enough to be asked every few seconds. */
  public Mono<Boolean> due() {
    return database
        .sql(DUE)
        .bind("kind", kind)
        .bind("revision", revision)
        .bind("life", lease.seconds())
        .map(row -> Column.of(row, "due", Boolean.class))
        .one();
  }

  /**
   * Takes one up, if there is one still, and does its work.
   *
   * @param work what to do
   * @param ending how its result is kept
   * @param stop ends the run when it completes, so that somebody else goes on with it at once
   * @return what the work gave; empty when there was nothing to take up
   */
  <T> Mono<T> takingUp(
      Supplier<Mono<T>> work, Function<T, RunLease.Ending> ending, Mono<Void> stop) {
    return Mono.defer(() -> {
      String owner = "run-" + UUID.randomUUID();
      Mono<T> stopped = stop.then(Mono.error(RunLease.Stopped::new));
      return claim(owner)
          .flatMap(id ->
              lease.kept(id, owner, () -> Mono.firstWithSignal(Mono.defer(work), stopped), ending));
    });
  }

  private Mono<UUID> claim(String owner) {
    Mono<Long> giveUp =
        database
            .sql(GIVE_UP)
            .bind("kind", kind)
            .bind("life", lease.seconds())
            .fetch()
            .rowsUpdated();
    Mono<UUID> take =
        database
            .sql(TAKE_UP)
            .bind("kind", kind)
            .bind("owner", owner)
            .bind("revision", revision)
            .bind("life", lease.seconds())
            .map(row -> Column.of(row, "id", UUID.class))
            .one();
    return lease.lock().then(giveUp).then(take).as(transaction::transactional);
  }
}
