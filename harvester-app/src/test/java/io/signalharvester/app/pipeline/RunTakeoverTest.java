/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.pipeline.RunLease.Ending;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Runs that nobody goes on with, on a real database. */
class RunTakeoverTest {

  private static final Duration LIFE = Duration.ofSeconds(2);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final TestPostgres postgres = TestPostgres.shared();
  private final String database = postgres.migratedDatabase();
  private final Postgres pool =
      Postgres.open(
          Settings.load(Settings.Mode.MIGRATE, postgres.environment(database)).database(),
          "test",
          4);

  @AfterEach
  void close() {
    pool.close();
  }

  private RunTakeover takeover(String revision) {
    return new RunTakeover(pool.client(), pool.transaction(), "discovery", revision, LIFE);
  }

  private String run(String revision) {
    RunTakeover takeover = takeover(revision);
    String done =
        takeover
            .takingUp(
                () -> Mono.just("done"), result -> new Ending("completed", "{}"), Mono.never())
            .block(DEADLINE);
    return String.valueOf(done);
  }

  /** Adds a run; the lease ended so many seconds ago, or ends in the future when negative. */
  private void job(String status, int attempt, int ended) {
    postgres.execute(
        database,
        "INSERT INTO jobs (id, kind, status, attempt, lease_owner, lease_until) VALUES (gen_random_uuid(),"
            + " 'pipeline:discovery', '%s', %d, 'gone', now() - make_interval(secs => %d))"
                .formatted(status, attempt, ended));
  }

  private String jobs(String column) {
    return postgres.text(
        database, "SELECT string_agg(" + column + ", ',' ORDER BY created_at) FROM jobs");
  }

  @ParameterizedTest
  @CsvSource({
    // A lease of two seconds is left alone for two more, in which the process may start again.
    "queued,    0, 0,  true,  'completed', '1'",
    "queued,    2, 0,  true,  'completed', '3'",
    "running,   1, 3,  true,  'completed', '2'",
    "running,   1, 1,  false, 'running',   '1'",
    "running,   1, -9, false, 'running',   '1'",
    "running,   3, 3,  false, 'failed',    '3'",
    "queued,    3, 0,  false, 'queued',    '3'",
    "completed, 1, 9,  false, 'completed', '1'",
    "failed,    1, 9,  false, 'failed',    '1'",
    "cancelled, 1, 9,  false, 'cancelled', '1'",
  })
  void queuedAndLostRunsAreTakenUpAndNoOthers(
      String status, int attempt, int ended, boolean taken, String after, String attempts) {
    job(status, attempt, ended);

    assertThat(takeover(null).due().block(DEADLINE)).isEqualTo(taken);
    assertThat(run(null)).isEqualTo(taken ? "done" : "null");
    assertThat(jobs("status")).isEqualTo(after);
    assertThat(jobs("attempt::text")).isEqualTo(attempts);
  }

  @Test
  void nothingIsTakenUpBesideALivingRun() {
    job("running", 1, -30);
    job("queued", 0, 0);

    assertThat(takeover(null).due().block(DEADLINE)).isFalse();
    assertThat(run(null)).isEqualTo("null");
  }

  @Test
  void aRunThatWasCancelledIsNotTakenUp() {
    job("queued", 0, 0);
    postgres.execute(database, "UPDATE jobs SET cancel_requested = true");

    assertThat(takeover(null).due().block(DEADLINE)).isFalse();
    assertThat(run(null)).isEqualTo("null");
  }

  @ParameterizedTest
  @CsvSource({"r2, true", "r1, false", ", false"})
  void onlyTheActiveRevisionTakesUpWork(String revision, boolean taken) {
    job("queued", 0, 0);
    postgres.execute(database, "INSERT INTO active_revision (revision) VALUES ('r2')");

    assertThat(takeover(revision).due().block(DEADLINE)).isEqualTo(taken);
    assertThat(run(revision)).isEqualTo(taken ? "done" : "null");
  }

  @Test
  void ofManyAtOnceOneTakesItUp() {
    job("queued", 0, 0);
    AtomicInteger runs = new AtomicInteger();

    Mono.zip(
            java.util.stream.IntStream.range(0, 4)
                .mapToObj(i ->
                    takeover(null)
                        .takingUp(
                            () -> Mono.fromSupplier(runs::incrementAndGet),
                            result -> new Ending("completed", "{}"),
                            Mono.never())
                        .defaultIfEmpty(0))
                .toList(),
            all -> all)
        .block(DEADLINE);

    assertThat(runs).hasValue(1);
    assertThat(jobs("attempt::text")).isEqualTo("1");
  }

  @Test
  void aRunThatIsToldToStopIsGivenBackAndTheNextGoesOnAtOnce() {
    job("queued", 2, 0);
    Sinks.Empty<Void> stop = Sinks.empty();
    CompletableFuture<Object> run =
        takeover(null)
            .takingUp(Mono::never, result -> new Ending("completed", "{}"), stop.asMono())
            .toFuture();
    await().atMost(DEADLINE).until(() -> "running".equals(jobs("status")));

    stop.tryEmitEmpty();

    assertThat(run)
        .failsWithin(DEADLINE)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(RunLease.Stopped.class);
    assertThat(jobs("status")).isEqualTo("queued");
    assertThat(jobs("attempt::text")).as("this attempt does not count").isEqualTo("2");
    assertThat(run(null)).isEqualTo("done");
  }
}
