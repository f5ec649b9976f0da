/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.info;

import static io.signalharvester.app.testkit.Replies.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.telemetry.Version;
import io.signalharvester.app.testkit.FreePort;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestServer;
import io.signalharvester.app.testkit.TestSettings;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@Tag("API-52")
class InfoApiTest {

  private static JsonNode info(Map<String, String> database) {
    try (TestServer server =
        new TestServer(TestSettings.serving(database, TestRedis.shared().url()))) {
      return json(server.anonymous().get().uri("/api/v1/info").exchange().expectStatus().isOk());
    }
  }

  @Test
  void everybodyMayAskWhatRunsHereAndWhatTheDatabaseOffers() {
    TestPostgres postgres = TestPostgres.shared();
    String database = postgres.migratedDatabase();
    postgres.execute(database, "UPDATE schema_compatibility SET expanded = 77, floor = 3");

    JsonNode info = info(postgres.environment(database));

    assertThat(info.propertyNames()).containsExactly("version", "commit", "schema", "modes");
    assertThat(info.path("version").asString()).isEqualTo(Version.current()).matches("\\d+\\..*");
    assertThat(info.path("commit").asString()).matches("unknown|[0-9a-f]{40}");
    assertThat(info.path("schema").toString())
        .isEqualTo("{\"expanded\":77,\"floor\":3,\"needs\":" + SchemaLevel.NEEDS + "}");
    assertThat(info.path("modes").toString()).isEqualTo("[\"serve\"]");
  }

  @Test
  void withoutASchemaOrADatabaseItSaysWhatItKnows() {
    TestPostgres postgres = TestPostgres.shared();
    String unknown = "{\"expanded\":null,\"floor\":null,\"needs\":" + SchemaLevel.NEEDS + "}";

    assertThat(info(postgres.environment(postgres.emptyDatabase())).path("schema").toString())
        .isEqualTo(unknown);
    assertThat(
            info(Map.of("DATABASE_URL", "postgresql://localhost:" + FreePort.find() + "/x"))
                .path("schema")
                .toString())
        .isEqualTo(unknown);
  }
}
