/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.scoring.ScoreWeights;
import io.signalharvester.app.testkit.TestSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private static final String URL = "postgresql://db.example:5433/harvest?sslmode=require";

  private static Settings load(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(Map.of("DATABASE_URL", URL));
    environment.putAll(more);
    return Settings.load(Settings.Mode.MIGRATE, environment);
  }

  private static Settings loadFile(Map<String, String> file) {
    return load(Map.of("HARVEST_SETTINGS_FILE", TestSettings.file(file).toString()));
  }

  @Test
  void defaultsAreThoseOfTheContract() {
    Settings settings = load(Map.of());

    assertThat(settings.database().host()).isEqualTo("db.example");
    assertThat(settings.database().port()).isEqualTo(5433);
    assertThat(settings.database().sslMode()).isEqualTo(SslMode.REQUIRE);
    assertThat(settings.database().poolSize()).isEqualTo(20);
    assertThat(settings.database().statementTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.arxiv().categories()).hasSize(8).startsWith("cs.LG").endsWith("cs.NE");
    assertThat(settings.arxiv().lookBack()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.arxiv().maxArtifacts()).isEqualTo(100);
    assertThat(settings.arxiv().spacing()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void durationsAreReadInBothForms() {
    assertThat(loadFile(Map.of("sources.arxiv.look-back", "31d")).arxiv().lookBack())
        .isEqualTo(Duration.ofDays(31));
    assertThat(loadFile(Map.of("sources.arxiv.look-back", "PT36H")).arxiv().lookBack())
        .isEqualTo(Duration.ofHours(36));
    assertThat(loadFile(Map.of("sources.arxiv.spacing", "0s")).arxiv().spacing()).isZero();
  }

  @Test
  void credentialsInTheUrlCountUnlessTheVariablesAreSet() {
    Map<String, String> inUrl = Map.of("DATABASE_URL", "postgresql://me:p%40ss+word@h/d");

    assertThat(load(inUrl).database().username()).isEqualTo("me");
    assertThat(load(inUrl).database().password()).isEqualTo(new Secret("p@ss+word"));
    assertThat(load(inUrl).database().port()).isEqualTo(5432);

    Map<String, String> both = new HashMap<>(inUrl);
    both.put("DATABASE_USERNAME", "other");
    assertThat(load(both).database().username()).isEqualTo("other");
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearestKnownOne() {
    assertThatThrownBy(() -> loadFile(Map.of("sources.arxiv.pagesize", "10")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("'sources.arxiv.pagesize'")
        .hasMessageContaining("the nearest known name is sources.arxiv.page-size");
  }

  @Test
  void aWrongValueIsNamedWithItsRuleAndRemedy() {
    assertThatThrownBy(() ->
            loadFile(
                Map.of("sources.arxiv.page-size", "201", "sources.arxiv.spacing", "2 minutes")))
        .hasMessageContaining(
            "sources.arxiv.page-size is '201', but must be a whole number from 1 to 200: correct it, or"
                + " remove it to get 50")
        .hasMessageContaining("sources.arxiv.spacing is '2 minutes'");
  }

  @Test
  void everyBoundIsKept() {
    for (var wrong :
        Map.of(
                "sources.arxiv.enabled", "yes",
                "sources.arxiv.base-url", "ftp://x",
                "sources.arxiv.categories", "cs.LG,,",
                "sources.arxiv.look-back", "59m",
                "sources.arxiv.max-artifacts", "2001",
                "sources.arxiv.spacing", "61s",
                "scoring.weights", "0.35,0.30,0.20,0.10")
            .entrySet()) {
      assertThatThrownBy(() -> loadFile(Map.of(wrong.getKey(), wrong.getValue())))
          .as(wrong.toString())
          .hasMessageContaining(wrong.getKey());
    }
    for (var wrong :
        Map.of(
                "DB_POOL_SIZE", "0",
                "DB_STATEMENT_TIMEOUT", "10m",
                "REDIS_URL", "localhost",
                "LOG_FORMAT", "xml",
                "LOG_LEVEL", "loud",
                "EMBEDDING_PROVIDER", "magic",
                "EMBEDDING_MODEL", "bge-small-en",
                "HARVEST_SETTINGS_FILE", "/no/such/file")
            .entrySet()) {
      assertThatThrownBy(() -> load(Map.of(wrong.getKey(), wrong.getValue())))
          .as(wrong.toString())
          .hasMessageContaining(wrong.getKey());
    }
  }

  @Test
  void theModelThatComesWithTheApplicationIsUsedUnlessHashesAreAskedFor() {
    assertThat(load(Map.of()).embeddings().provider()).isEqualTo(EmbeddingSettings.Provider.ONNX);
    assertThat(
            load(Map.of("EMBEDDING_MODEL", "sentence-transformers/all-MiniLM-L6-v2"))
                .embeddings()
                .provider())
        .isEqualTo(EmbeddingSettings.Provider.ONNX);
    assertThat(load(Map.of("EMBEDDING_PROVIDER", "hash")).embeddings().provider())
        .isEqualTo(EmbeddingSettings.Provider.HASH);
  }

  @Test
  void weightsMustSumToOneAndHaveADefault() {
    assertThat(load(Map.of()).scoring().weights()).isEqualTo(ScoreWeights.DEFAULT);
    assertThat(loadFile(Map.of("scoring.weights", "0.2, 0.2,0.2,0.2,0.2")).scoring().weights())
        .isEqualTo(new ScoreWeights(0.2, 0.2, 0.2, 0.2, 0.2));
    assertThatThrownBy(() -> loadFile(Map.of("scoring.weights", "0.35,0.30,0.20,0.10,0.06")))
        .hasMessageContaining(
            "scoring.weights is '0.35,0.30,0.20,0.10,0.06', but must be five numbers")
        .hasMessageContaining("sum to 1 (+-0.001): correct it, or remove it to get 0.35,0.30");
  }

  @Test
  void secretsAreNotRepeated() {
    assertThatThrownBy(() ->
            load(Map.of("HARVEST_API_KEY", "short-hush", "DATABASE_URL", "postgresql://u:hush@/")))
        .hasMessageContaining("HARVEST_API_KEY")
        .hasMessageContaining("DATABASE_URL")
        .hasMessageNotContaining("hush");
    for (String login :
        List.of(
            "redis://:hush@redis:6379",
            "redis://me:hush hush@redis:6379",
            "redis://me:hush/@hush@redis:6379",
            "me:hush@redis:6379")) {
      assertThatThrownBy(() -> load(Map.of("REDIS_URL", login)))
          .hasMessageContaining("***@redis:6379")
          .hasMessageContaining("REDIS_PASSWORD")
          .hasMessageNotContaining("hush");
    }
    assertThat(load(Map.of("DATABASE_PASSWORD", "hush")).toString()).doesNotContain("hush");
  }

  @Test
  void servingNeedsACursorSecretAndEveryModeADatabase() {
    assertThatThrownBy(() -> Settings.load(Settings.Mode.SERVE, Map.of()))
        .hasMessageContaining("DATABASE_URL is missing")
        .hasMessageContaining("HARVEST_CURSOR_SECRET is missing");
  }
}
