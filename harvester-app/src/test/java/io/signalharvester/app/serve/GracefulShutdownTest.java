/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestServer;
import io.signalharvester.app.testkit.TestSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GracefulShutdownTest {

  @Test
  void aRequestInFlightAtTheEndCompletesAndReadinessFailsAtOnce() throws Exception {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.migratedDatabase();
    TestServer server =
        new TestServer(
            TestSettings.serving(postgres.environment(database), TestRedis.shared().url()));
    server.management().get().uri("/health/ready").exchange().expectStatus().isOk();
    try (Connection holder = postgres.connect(database);
        Statement lock = holder.createStatement();
        HttpClient client = HttpClient.newHttpClient()) {
      // While somebody holds the table, the request waits inside PostgreSQL.
      holder.setAutoCommit(false);
      lock.execute("LOCK TABLE artifact_scores IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<HttpResponse<String>> inFlight =
          client.sendAsync(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + server.port() + "/api/v1/discoveries"))
                  .header("X-API-Key", TestSettings.API_KEY)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() ->
              postgres.number(
                      database,
                      "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                          + " AND datname = current_database()")
                  == 1);

      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);

      await()
          .atMost(Duration.ofSeconds(4))
          .untilAsserted(() ->
              server
                  .management()
                  .get()
                  .uri("/health/ready")
                  .exchange()
                  .expectStatus()
                  .isEqualTo(503)
                  .expectBody(String.class)
                  .value(body -> assertThat(body).contains("Draining")));
      assertThat(inFlight).isNotDone();
      holder.rollback();

      assertThat(inFlight.get().statusCode()).isEqualTo(200);
      assertThat(inFlight.get().body())
          .isEqualTo("{\"items\":[],\"nextCursor\":null,\"hasMore\":false}");
      assertThat(closing).succeedsWithin(Duration.ofSeconds(15));
    }
  }

  @Test
  void aStatementThatTakesTooLongIsEndedAndSaysSo() throws Exception {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.migratedDatabase();
    var environment = new HashMap<>(postgres.environment(database));
    environment.put("DB_STATEMENT_TIMEOUT", "300ms");
    try (TestServer server =
            new TestServer(TestSettings.serving(environment, TestRedis.shared().url()));
        Connection holder = postgres.connect(database);
        Statement lock = holder.createStatement()) {
      holder.setAutoCommit(false);
      lock.execute("LOCK TABLE artifact_scores IN ACCESS EXCLUSIVE MODE");

      server
          .api()
          .get()
          .uri("/api/v1/discoveries")
          .exchange()
          .expectStatus()
          .isEqualTo(504)
          .expectBody(String.class)
          .value(body -> assertThat(body).contains("\"errorCode\":\"TIMEOUT\""));
    }
  }
}
