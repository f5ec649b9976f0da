/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.serve.Role;
import io.signalharvester.app.telemetry.Metric;
import io.signalharvester.app.testkit.StubArxiv;
import io.signalharvester.app.testkit.StubArxiv.Paper;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestServer;
import io.signalharvester.app.testkit.TestSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The role worker of serve, on real stores, and the loop alone. */
class WorkerTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final TestPostgres postgres = TestPostgres.shared();
  private final String database = postgres.migratedDatabase();

  private Settings settings(String arxiv) {
    Map<String, String> environment = new HashMap<>(postgres.environment(database));
    environment.put("REDIS_URL", TestRedis.shared().url());
    environment.put("EMBEDDING_PROVIDER", "hash");
    environment.put("LOG_LEVEL", "warn");
    environment.put(
        "HARVEST_SETTINGS_FILE",
        TestSettings.file(
                Map.of(
                    "sources.arxiv.base-url", arxiv,
                    "sources.arxiv.spacing", "0s",
                    "sources.github.enabled", "false",
                    "sources.hackernews.enabled", "false"))
            .toString());
    return Settings.load(Settings.Mode.WORK, environment);
  }

  private static String metrics(TestServer server) {
    return String.valueOf(
        server
            .management()
            .get()
            .uri("/metrics/prometheus")
            .exchange()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }

  @Test
  void aRunWhoseProcessDiedIsFinishedByAWorkerThatAlsoTellsOfIt() {
    postgres.execute(
        database,
        "INSERT INTO jobs (id, kind, status, attempt, lease_owner, lease_until, started_at) VALUES"
            + " (gen_random_uuid(), 'pipeline:discovery', 'running', 1, 'gone', now() - interval '1 hour', now())");
    try (StubArxiv arxiv = new StubArxiv()) {
      arxiv.publish(
          new Paper(
              "2601.00001",
              "Found by a worker",
              Instant.now().minusSeconds(600),
              List.of("Ada Example")));
      try (TestServer server = new TestServer(settings(arxiv.url()), Role.WORKER)) {
        await()
            .atMost(DEADLINE)
            .until(() -> "completed".equals(postgres.text(database, "SELECT status FROM jobs")));

        assertThat(postgres.number(database, "SELECT attempt FROM jobs")).isEqualTo(2);
        assertThat(postgres.number(database, "SELECT count(*) FROM artifact_scores")).isEqualTo(1);
        server.management().get().uri("/health/ready").exchange().expectStatus().isOk();
        server.management().get().uri("/windows").exchange().expectStatus().isNotFound();
      }
      try (TestServer server = new TestServer(settings(arxiv.url()), Role.WORKER)) {
        await()
            .atMost(DEADLINE)
            .untilAsserted(() ->
                assertThat(metrics(server))
                    .contains("harvest_jobs{kind=\"pipeline:discovery\",status=\"completed\"} 1.0")
                    .contains(
                        Arrays.stream(Metric.values())
                            .filter(metric -> metric.exposer() == Metric.Exposer.WORKER)
                            .map(metric -> "\n" + metric.exposed() + "{")
                            .toArray(String[]::new)));
      }
    }
  }

  @Test
  void aLookThatFailsIsFollowedByTheNext() {
    AtomicInteger looks = new AtomicInteger();
    Worker worker =
        new Worker(
            Mono.fromSupplier(() -> {
              if (looks.incrementAndGet() < 3) {
                throw new IllegalStateException("away");
              }
              return false;
            }),
            stop -> Optional.empty(),
            SHORT);

    worker.start();

    await().atMost(DEADLINE).until(() -> looks.get() > 3);
    worker.stop();
    assertThat(worker.isRunning()).isFalse();
  }

  @Test
  void stoppingEndsTheRunAndWaitsForIt() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    Worker worker =
        new Worker(
            Mono.just(true),
            stop -> {
              begun.countDown();
              stop.block(DEADLINE);
              ended.incrementAndGet();
              return Optional.empty();
            },
            SHORT);
    worker.start();
    await().atMost(DEADLINE).until(() -> begun.getCount() == 0);

    worker.stop();

    assertThat(ended).hasValue(1);
  }
}
