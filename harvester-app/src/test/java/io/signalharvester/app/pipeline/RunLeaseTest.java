/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.pipeline.RunLease.Ending;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** Runs that meet each other, on a real database. */
class RunLeaseTest {

  private static final Duration LIFE = Duration.ofMillis(1200);
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

  private RunLease lease() {
    return new RunLease(pool.client(), pool.transaction(), "discovery", LIFE);
  }

  private Mono<String> run(Mono<String> work) {
    return lease()
        .holding(
            () -> work,
            result -> new Ending("completed", "{\"said\": \"" + result + "\"}"),
            () -> Mono.just("busy"));
  }

  private String jobs(String column) {
    return postgres.text(
        database, "SELECT string_agg(" + column + ", ',' ORDER BY created_at) FROM jobs");
  }

  @Test
  void aRunIsKeptWithItsReport() {
    assertThat(run(Mono.just("done")).block(DEADLINE)).isEqualTo("done");

    assertThat(jobs("status")).isEqualTo("completed");
    assertThat(jobs("kind")).isEqualTo("pipeline:discovery");
    assertThat(jobs("result ->> 'said'")).isEqualTo("done");
    assertThat(jobs("(expires_at - finished_at)::text")).isEqualTo("7 days");
  }

  @Test
  void aRunThatMeetsALivingOneLeaves() {
    Sinks.One<String> end = Sinks.one();
    CompletableFuture<String> first = run(end.asMono()).toFuture();
    await().atMost(DEADLINE).until(() -> "running".equals(jobs("status")));

    assertThat(run(Mono.just("second")).block(DEADLINE)).isEqualTo("busy");

    end.tryEmitValue("first");
    assertThat(first).succeedsWithin(DEADLINE).isEqualTo("first");
    assertThat(run(Mono.just("third")).block(DEADLINE)).isEqualTo("third");
    assertThat(jobs("status")).isEqualTo("completed,completed");
  }

  @Test
  void aRunWhoseProcessDiedIsFollowedByTheNext() {
    postgres.execute(
        database,
        "INSERT INTO jobs (id, kind, status, lease_owner, lease_until)"
            + " VALUES (gen_random_uuid(), 'pipeline:discovery', 'running', 'gone', now() + interval '1 s')");

    assertThat(run(Mono.just("next")).block(DEADLINE)).isEqualTo("next");

    assertThat(jobs("status")).isEqualTo("failed,completed");
    assertThat(jobs("error_message")).isEqualTo("The process ended before the run did.");
  }

  @Test
  void aCancelledRunEnds() {
    CompletableFuture<String> run = run(Mono.never()).toFuture();
    await().atMost(DEADLINE).until(() -> "running".equals(jobs("status")));

    postgres.execute(database, "UPDATE jobs SET cancel_requested = true");

    assertThat(run)
        .failsWithin(DEADLINE)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(RunLease.Lost.class);
    await().atMost(DEADLINE).until(() -> "cancelled".equals(jobs("status")));
  }

  @Test
  void aFailedRunIsKeptAsFailedAndDoesNotKeepOthersOut() {
    assertThatThrownBy(() -> run(Mono.error(new IllegalStateException("no"))).block(DEADLINE))
        .isInstanceOf(IllegalStateException.class);

    assertThat(jobs("status")).isEqualTo("failed");
    assertThat(run(Mono.just("next")).block(DEADLINE)).isEqualTo("next");
  }

  @Test
  void noSessionOfTheDatabaseIsNeededWhileItRuns() {
    CompletableFuture<String> run =
        run(Mono.fromSupplier(() ->
                String.valueOf(
                    postgres.number(
                        database,
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")))
                .subscribeOn(Schedulers.boundedElastic()))
            .toFuture();

    assertThat(run).succeedsWithin(DEADLINE).isEqualTo("0");
  }
}
