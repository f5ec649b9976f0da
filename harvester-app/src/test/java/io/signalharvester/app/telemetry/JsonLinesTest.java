/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestServer;
import io.signalharvester.app.testkit.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a serving process writes to stdout. */
class JsonLinesTest {

  private static final String LIST = "/api/v1/discoveries";

  private static List<JsonNode> lines(ByteArrayOutputStream out) {
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> JsonMapper.shared().readTree(line))
        .toList();
  }

  private static JsonNode line(List<JsonNode> lines, String requestId, String logger) {
    return lines.stream()
        .filter(line -> line.path("request_id").asString("").equals(requestId))
        .filter(line -> line.path("logger").asString().equals(logger))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Tag("OBS-08")
  void everyRequestIsOneDocumentWithTheFieldsOfTheSpecificationAndNoSecret() {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.migratedDatabase();
    Map<String, String> environment = new HashMap<>(postgres.environment(database));
    environment.put("REDIS_URL", TestRedis.shared().url());
    environment.put("HARVEST_API_KEY", TestSettings.API_KEY);
    environment.put("HARVEST_CURSOR_SECRET", "a-secret-for-tests-with-32-characters");
    environment.put("LOG_FORMAT", "json");
    environment.put("ENVIRONMENT", "staging");
    PrintStream stdout = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try (TestServer server = new TestServer(Settings.load(Settings.Mode.SERVE, environment))) {
      get(server, LIST + "?minScore=12&search=private-words", "request-1", 200);
      get(server, LIST + "?limit=0", "request-2", 422);
      server
          .anonymous()
          .get()
          .uri(LIST)
          .header("X-API-Key", "wrong-key-wrong-key")
          .header("X-Request-Id", "request-3")
          .exchange()
          .expectStatus()
          .isUnauthorized();
      postgres.execute(database, "ALTER TABLE artifact_scores RENAME COLUMN novelty TO news");
      get(server, LIST + "?limit=5", "request-4", 500);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> out.toString(StandardCharsets.UTF_8).contains("request-4"));
    } finally {
      System.setOut(stdout);
    }

    List<JsonNode> lines = lines(out);
    JsonNode good = line(lines, "request-1", "harvest.access");
    assertThat(good.propertyNames())
        .containsExactly(
            "timestamp",
            "level",
            "logger",
            "message",
            "service",
            "version",
            "environment",
            "hostname",
            "pid",
            "thread",
            "request_id",
            "actor",
            "route",
            "status",
            "duration_ms");
    assertThat(Instant.parse(good.path("timestamp").asString())).isBefore(Instant.now());
    assertThat(good.path("level").asString()).isEqualTo("INFO");
    assertThat(good.path("service").asString()).isEqualTo("signal-harvester");
    assertThat(good.path("version").asString()).isEqualTo(Version.current());
    assertThat(good.path("environment").asString()).isEqualTo("staging");
    assertThat(good.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(good.path("actor").asString()).isEqualTo("bootstrap-key");
    assertThat(good.path("route").asString()).isEqualTo(LIST);
    assertThat(good.path("status").isNumber()).isTrue();
    assertThat(good.path("duration_ms").isNumber()).isTrue();

    assertThat(line(lines, "request-2", "harvest.access").path("error_code").asString())
        .isEqualTo("VALIDATION_FAILED");
    assertThat(line(lines, "request-3", "harvest.access").path("actor").asString())
        .isEqualTo("anonymous");
    assertThat(line(lines, "request-4", "harvest.access").path("status").asInt()).isEqualTo(500);
    assertThat(
            line(lines, "request-4", "io.signalharvester.app.web.ProblemHandler")
                .path("exception")
                .asString())
        .contains("novelty");

    assertThat(out.toString(StandardCharsets.UTF_8))
        .doesNotContain(
            TestSettings.API_KEY, "wrong-key-wrong-key", "a-secret-for-tests", "private-words");
  }

  private static void get(TestServer server, String path, String requestId, int status) {
    server
        .api()
        .get()
        .uri(path)
        .header("X-Request-Id", requestId)
        .exchange()
        .expectStatus()
        .isEqualTo(status);
  }
}
