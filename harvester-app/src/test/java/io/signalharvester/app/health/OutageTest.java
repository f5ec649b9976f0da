/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.testkit.FreePort;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestServer;
import io.signalharvester.app.testkit.TestSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stops and starts real stores under a running server. */
class OutageTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final AtomicInteger LIMIT = new AtomicInteger();

  /** A request that no cache can answer. */
  private static String uncached() {
    return "/api/v1/discoveries?limit=" + LIMIT.incrementAndGet();
  }

  private record Probe(int status, JsonNode body) {

    static Probe of(WebTestClient client, String path) {
      EntityExchangeResult<byte[]> result =
          client.get().uri(path).exchange().expectBody().returnResult();
      return new Probe(
          result.getStatus().value(), JsonMapper.shared().readTree(result.getResponseBody()));
    }

    String status(String component) {
      return body.path("components")
          .valueStream()
          .filter(one -> one.path("name").asString().equals(component))
          .findFirst()
          .orElseThrow()
          .path("status")
          .asString();
    }
  }

  private static void awaitReady(TestServer server, int status, String overall) {
    await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> {
          Probe probe = Probe.of(server.management(), "/health/ready");
          assertThat(probe.status()).isEqualTo(status);
          assertThat(probe.body().path("status").asString()).isEqualTo(overall);
        });
  }

  private static EmbeddedPostgres postgres(int port, Path data) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .start();
  }

  @Test
  void aServerStartsWithoutItsStoresAndFollowsThemDownAndUp() throws Exception {
    int port = FreePort.find();
    Map<String, String> database =
        Map.of(
            "DATABASE_URL",
            "postgresql://localhost:" + port + "/postgres?sslmode=disable",
            "DATABASE_USERNAME",
            "postgres");
    Path data = Files.createTempDirectory("outage");
    try (TestRedis redis = new TestRedis()) {
      redis.stop();
      try (TestServer server = new TestServer(TestSettings.serving(database, redis.url()))) {
        // Neither store is there.
        assertThat(Probe.of(server.management(), "/health/live").status()).isEqualTo(200);
        assertThat(Probe.of(server.anonymous(), "/health/live").status()).isEqualTo(200);
        assertThat(Probe.of(server.management(), "/health/startup").status()).isEqualTo(503);
        Probe away = Probe.of(server.anonymous(), "/health");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.status("database")).isEqualTo("unhealthy");
        assertThat(away.status("redis")).isEqualTo("degraded");
        assertThat(away.body().toString()).doesNotContain("Exception");
        server
            .api()
            .get()
            .uri(uncached())
            .exchange()
            .expectStatus()
            .isEqualTo(503)
            .expectHeader()
            .valueEquals("Retry-After", "5")
            .expectBody(String.class)
            .value(body -> assertThat(body).contains("\"errorCode\":\"SERVICE_UNAVAILABLE\""));

        EmbeddedPostgres first = postgres(port, data);
        // The database is there, its schema is not.
        await()
            .atMost(DEADLINE)
            .untilAsserted(() -> {
              Probe probe = Probe.of(server.management(), "/health/ready");
              assertThat(probe.status("database")).isEqualTo("healthy");
              assertThat(probe.status()).isEqualTo(503);
              assertThat(probe.body().toString()).contains("schema_incompatible");
            });
        TestPostgres.migrate(database);
        awaitReady(server, 200, "degraded");
        assertThat(Probe.of(server.management(), "/health/startup").status()).isEqualTo(200);

        redis.start();
        awaitReady(server, 200, "healthy");
        server.api().get().uri(uncached()).exchange().expectStatus().isOk();

        // Only Redis stops: degraded, and requests are served.
        redis.stop();
        awaitReady(server, 200, "degraded");
        server.api().get().uri(uncached()).exchange().expectStatus().isOk();
        redis.start();
        awaitReady(server, 200, "healthy");

        // PostgreSQL stops: not ready; start-up, once passed, stays passed.
        first.close();
        awaitReady(server, 503, "unhealthy");
        assertThat(Probe.of(server.management(), "/health/live").status()).isEqualTo(200);
        assertThat(Probe.of(server.management(), "/health/startup").status()).isEqualTo(200);
        server.api().get().uri(uncached()).exchange().expectStatus().isEqualTo(503);

        try (EmbeddedPostgres second = postgres(port, data)) {
          assertThat(second.getPort()).isEqualTo(port);
          awaitReady(server, 200, "healthy");
          server.api().get().uri(uncached()).exchange().expectStatus().isOk();
        }
      }
    }
  }

  @Test
  void aSchemaOutsideTheRangeIsNotReadyWithTheReason() {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.migratedDatabase();
    postgres.execute(database, "UPDATE schema_compatibility SET expanded = 99, floor = 99");
    try (TestServer server =
        new TestServer(
            TestSettings.serving(postgres.environment(database), TestRedis.shared().url()))) {
      Probe probe = Probe.of(server.anonymous(), "/health/ready");

      assertThat(probe.status()).isEqualTo(503);
      assertThat(probe.status("schema")).isEqualTo("unhealthy");
      assertThat(probe.body().toString())
          .contains(
              "needs level "
                  + SchemaLevel.NEEDS
                  + ", the database serves 99 to 99; use a newer image");

      postgres.execute(database, "UPDATE schema_compatibility SET floor = 0");
      awaitReady(server, 200, "healthy");
    }
  }

  @Test
  void aDatabaseThatAcceptsAndSaysNothingIsAwaySoon() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 100)) {
      Map<String, String> database =
          Map.of("DATABASE_URL", "postgresql://localhost:" + silent.getLocalPort() + "/postgres");
      try (TestServer server =
          new TestServer(TestSettings.serving(database, TestRedis.shared().url()))) {
        Instant start = Instant.now();

        server.api().get().uri(uncached()).exchange().expectStatus().isEqualTo(503);
        Probe probe = Probe.of(server.management(), "/health/ready");

        assertThat(probe.status()).isEqualTo(503);
        assertThat(probe.status("database")).isEqualTo("unhealthy");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(8));
      }
    }
  }

  @Test
  void afterARestartOfTheDatabaseNotOneRequestFails() {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.migratedDatabase();
    try (TestServer server =
        new TestServer(
            TestSettings.serving(postgres.environment(database), TestRedis.shared().url()))) {
      Flux.range(0, 40)
          .flatMap(
              i -> Mono.fromRunnable(() -> list(server)).subscribeOn(Schedulers.boundedElastic()))
          .blockLast(DEADLINE);

      // What a restart does to the connections of the pool: all are closed by the server.
      postgres.execute(
          "postgres",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
              + database
              + "'");
      await()
          .atMost(DEADLINE)
          .until(() ->
              postgres.number(
                      "postgres",
                      "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database + "'")
                  == 0);

      Flux.range(0, 40)
          .flatMap(
              i -> Mono.fromRunnable(() -> list(server)).subscribeOn(Schedulers.boundedElastic()))
          .blockLast(DEADLINE);
    }
  }

  private static void list(TestServer server) {
    server.api().get().uri(uncached()).exchange().expectStatus().isOk();
  }
}
