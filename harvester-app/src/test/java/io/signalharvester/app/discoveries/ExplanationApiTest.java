/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import static io.signalharvester.app.testkit.Replies.ok;
import static io.signalharvester.app.testkit.Replies.problem;
import static io.signalharvester.app.testkit.Replies.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestServer;
import io.signalharvester.app.testkit.TestSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Tag("API-21")
class ExplanationApiTest {

  private static final String PATH = "/api/v1/discoveries/";

  private static TestServer server;

  @BeforeAll
  static void start() {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.migratedDatabase();
    SampleRows.add(postgres, database, 1, 3, 3);
    // The example of pipelines 4.5: base 77.687, 72.332 after a day. Artifact 2 has a base of 0,
    // artifact 3 counts from the future, artifact 4 has no score.
    postgres.execute(
        database,
        "UPDATE artifact_scores SET base_score = 77.687, rank_key ="
            + " ln(77.687) + extract(epoch FROM now() - interval '24 hours') / 3600 / 336 WHERE artifact_id = 1");
    postgres.execute(
        database,
        "UPDATE artifact_scores SET base_score = 0, rank_key = ln(0.01) + extract(epoch FROM now()) / 3600 / 336"
            + " WHERE artifact_id = 2");
    postgres.execute(
        database,
        "UPDATE artifact_scores SET base_score = 50, rank_key ="
            + " ln(50) + extract(epoch FROM now() + interval '9 hours') / 3600 / 336 WHERE artifact_id = 3");
    postgres.execute(
        database,
        "INSERT INTO artifacts (id, artifact_type, source, external_id) VALUES (4, 'story', 'hackernews', 'h')");
    postgres.execute(
        database,
        "INSERT INTO score_components (artifact_id, component, raw_inputs, value, weight, contribution, explanation,"
            + " algorithm_version, computed_at)"
            + " SELECT 1, name, raw::jsonb, value, weight, value * weight, 'Because of ' || name, 'v2', now() FROM (VALUES"
            + " ('cross_source', '{}', 85.729, 0.10), ('emergence', '{\"hours\": 24}', 76.473, 0.30),"
            + " ('expert_signal', '{\"influence\": 64, \"confidence\": 0.9}', 57.6, 0.05),"
            + " ('novelty', '{\"cos\": 0.38}', 74.237, 0.35), ('obscurity', '{}', 86.549, 0.20))"
            + " AS c (name, raw, value, weight)");
    server =
        new TestServer(
            TestSettings.serving(postgres.environment(database), TestRedis.shared().url()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theNumbersOfAnExplanationAddUp() {
    JsonNode explanation = ok(server, PATH + "1/explanation");

    assertThat(explanation.propertyNames())
        .containsExactly("baseScore", "ageFactor", "discoveryScore", "components");
    double base = explanation.path("baseScore").asDouble();
    double sum = 0;
    for (JsonNode part : explanation.path("components")) {
      double contribution = part.path("contribution").asDouble();
      assertThat(contribution)
          .isCloseTo(part.path("value").asDouble() * part.path("weight").asDouble(), within(1e-9));
      sum += contribution;
    }
    assertThat(sum).isCloseTo(base, within(0.001));
    assertThat(explanation.path("ageFactor").asDouble() * base)
        .isCloseTo(explanation.path("discoveryScore").asDouble(), within(0.00006));
    assertThat(explanation.path("discoveryScore").asDouble()).isCloseTo(72.332, within(0.02));
  }

  @Test
  void componentsStandInTheOrderOfSummationWithTheirInputs() {
    JsonNode components = ok(server, PATH + "1/explanation").path("components");

    assertThat(components.valueStream().map(part -> part.path("name").asString()))
        .containsExactly("novelty", "emergence", "obscurity", "cross_source", "expert_signal");
    assertThat(components.get(4).propertyNames())
        .containsExactly("name", "value", "weight", "contribution", "rawInputs", "explanation");
    assertThat(components.get(4).path("rawInputs").path("influence").asInt()).isEqualTo(64);
    assertThat(components.get(0).path("explanation").asString()).isEqualTo("Because of novelty");
  }

  @Test
  void theListTheDiscoveryAndTheExplanationAgree() {
    for (JsonNode item : ok(server, "/api/v1/discoveries?minScore=0").path("items")) {
      long id = item.path("id").asLong();
      JsonNode one = ok(server, PATH + id);
      JsonNode explanation = ok(server, PATH + id + "/explanation");

      assertThat(one.propertyNames()).isEqualTo(item.propertyNames());
      assertThat(one.path("title")).isEqualTo(item.path("title"));
      // Asked for within seconds of each other.
      assertThat(one.path("discoveryScore").asDouble())
          .isCloseTo(item.path("discoveryScore").asDouble(), within(0.01))
          .isCloseTo(explanation.path("discoveryScore").asDouble(), within(0.01))
          .isLessThanOrEqualTo(one.path("baseScore").asDouble());
    }
  }

  @Test
  void nothingAgesBackwardsAndNothingComesOfNothing() {
    JsonNode future = ok(server, PATH + "3/explanation");
    assertThat(future.path("ageFactor").asDouble()).isEqualTo(1);
    assertThat(future.path("discoveryScore").asDouble()).isEqualTo(50);
    assertThat(future.path("components").isArray()).isTrue();
    assertThat(ok(server, PATH + "2/explanation").path("discoveryScore").asDouble()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/explanation"})
  void whatIsUnknownOrUnscoredIsNotFound(String view) {
    for (String id : new String[] {"4", "5", "9223372036854775807"}) {
      JsonNode problem = problem(server, PATH + id + view, 404, "RESOURCE_NOT_FOUND");
      assertThat(problem.path("detail").asString()).contains(id);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "0", "-1", "1.5", "9223372036854775808", "%D9%A1", "1%20", "1'"})
  void anIdThatIsNoNumberIsRefusedByName(String id) {
    refused(server, PATH + id.replace("'", "%27"), "artifactId");
    refused(server, PATH + id.replace("'", "%27") + "/explanation", "artifactId");
  }

  @Test
  void withoutAKeyNoIdIsLookedAt() {
    for (String path : new String[] {"abc", "1", "1/explanation", "paginated"}) {
      problem(server.anonymous().get().uri(PATH + path).exchange(), 401, "UNAUTHORIZED");
    }
  }
}
