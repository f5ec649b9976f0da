/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.KnownSettings;
import io.signalharvester.app.testkit.TestSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigCommandTest {

  private static final Map<String, String> SECRETS =
      Map.of(
          "DATABASE_URL", "postgresql://user:hush-url@localhost:1/x",
          "DATABASE_PASSWORD", "hush-password",
          "REDIS_PASSWORD", "hush-redis",
          "HARVEST_API_KEY", "hush-key-0123456789",
          "HARVEST_CURSOR_SECRET", "hush-cursor-0123456789-0123456789",
          "HARVEST_KEY_PEPPER", "hush-pepper",
          "HARVEST_SIGNING_MASTER", "hush-master",
          "GITHUB_TOKEN", "hush-token");

  private static JsonNode setting(CommandRun run, String name) {
    return JsonMapper.shared()
        .readTree(run.out())
        .valueStream()
        .filter(one -> one.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "yaml", "csv", "table"})
  void everySettingIsShownAndNoSecret(String format) {
    CommandRun run = CommandRun.of(SECRETS, "config", "show", "-o", format);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out() + run.err()).doesNotContain("hush");
    assertThat(run.out()).contains(KnownSettings.all().stream().map(one -> one.name()).toList());
    assertThat(run.out()).contains("****");
  }

  @Test
  void aSettingTellsItsValueAndWhereItComesFrom() {
    Map<String, String> environment = new HashMap<>(SECRETS);
    environment.put("DB_POOL_SIZE", "7");
    String file = TestSettings.file(Map.of("sources.arxiv.page-size", "33")).toString();

    CommandRun run = CommandRun.of(environment, "config", "show", "--config", file, "-v");

    assertThat(setting(run, "DB_POOL_SIZE").path("value").asString()).isEqualTo("7");
    assertThat(setting(run, "DB_POOL_SIZE").path("origin").asString()).isEqualTo("environment");
    assertThat(setting(run, "sources.arxiv.page-size").path("value").asString()).isEqualTo("33");
    assertThat(setting(run, "sources.arxiv.page-size").path("origin").asString()).isEqualTo("file");
    assertThat(setting(run, "sources.arxiv.look-back").path("origin").asString())
        .isEqualTo("default");
    assertThat(setting(run, "DATABASE_USERNAME").path("value").isNull()).isTrue();
    assertThat(setting(run, "LOG_LEVEL").path("value").asString()).isEqualTo("DEBUG");
    assertThat(setting(run, "HARVEST_SETTINGS_FILE").path("value").asString()).isEqualTo(file);
  }

  @Test
  void theLevelThatIsNamedWinsOverQuietAndVerbose() {
    assertThat(
            setting(
                    CommandRun.of(Map.of("LOG_LEVEL", "info"), "config", "show", "--quiet"),
                    "LOG_LEVEL")
                .path("value")
                .asString())
        .isEqualTo("ERROR");
    assertThat(
            setting(
                    CommandRun.of(Map.of(), "--verbose", "--log-level", "warn", "config", "show"),
                    "LOG_LEVEL")
                .path("value")
                .asString())
        .isEqualTo("WARN");
  }

  @Test
  void aBrokenValueIsRefusedAndNotShownForItCanHoldASecret() {
    CommandRun run =
        CommandRun.of(Map.of("REDIS_URL", "redis://:hush@localhost:6379"), "config", "show");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("REDIS_URL").hasLineCount(1);
    assertThat(run.out() + run.err()).doesNotContain("hush");
  }

  @Test
  void goodSettingsAreValidAndNothingIsConnected() {
    CommandRun run = CommandRun.of(SECRETS, "config", "validate");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("\"valid\":true", "\"mode\":\"serve\"");
  }

  @Test
  void unknownAndWrongKeysEndWith2AndAreNamedWithRuleAndRemedy() {
    String file =
        TestSettings.file(Map.of("sources.arxiv.pagesize", "33", "sources.github.stars", "many"))
            .toString();

    CommandRun run = CommandRun.of(SECRETS, "config", "validate", "-c", file);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .hasLineCount(1)
        .contains("'sources.arxiv.pagesize'")
        .contains("the nearest known name is sources.arxiv.page-size")
        .contains("sources.github.stars is 'many', but must be a whole number from 0 to 1000000")
        .contains("remove it to get 10");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void whatIsMissingDependsOnTheMode() {
    Map<String, String> some = Map.of("DATABASE_URL", "postgresql://localhost/x");

    assertThat(CommandRun.of(some, "config", "validate").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of(some, "config", "validate").err()).contains("HARVEST_CURSOR_SECRET");
    assertThat(CommandRun.of(some, "config", "validate", "--mode", "pipeline").exitCode()).isZero();
    assertThat(CommandRun.of(Map.of(), "config", "validate", "--mode", "migrate").exitCode())
        .isEqualTo(2);
    assertThat(CommandRun.of(some, "config", "validate", "--mode", "lunch").exitCode())
        .isEqualTo(64);
    assertThat(CommandRun.of(some, "config").exitCode()).isEqualTo(64);
  }
}
