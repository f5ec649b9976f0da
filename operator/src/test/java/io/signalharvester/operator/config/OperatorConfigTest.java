/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.operator.model.DefaultImages;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorConfigTest {

  private static final Map<String, String> COMPLETE =
      Map.of(
          "OPERATOR_NAMESPACE", "operators",
          "OPERATOR_POSTGRES_IMAGE", "postgres:18",
          "OPERATOR_REDIS_IMAGE", "redis:7");

  @Test
  void whatIsNotSaidHasADefault() throws Exception {
    assertThat(OperatorConfig.of(COMPLETE))
        .isEqualTo(
            new OperatorConfig(
                "operators", Set.of(), new DefaultImages("postgres:18", "redis:7"), 8080));
  }

  @Test
  void namespacesAreAListWithCommas() throws Exception {
    assertThat(OperatorConfig.of(with("OPERATOR_WATCH_NAMESPACES", "a, b,,")).watched())
        .containsExactlyInAnyOrder("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPERATOR_NAMESPACE", "OPERATOR_POSTGRES_IMAGE", "OPERATOR_REDIS_IMAGE"})
  void whatIsMissingIsNamedWithTheRemedy(String name) {
    assertThatThrownBy(() -> OperatorConfig.of(with(name, " ")))
        .isInstanceOf(OperatorConfig.Invalid.class)
        .hasMessageContaining(name)
        .hasMessageContaining("set it to");
  }

  @ParameterizedTest
  @CsvSource({"0", "65536", "http", "-1"})
  void aWrongPortIsNamedWithValueRuleAndRemedy(String port) {
    assertThatThrownBy(() -> OperatorConfig.of(with("OPERATOR_HEALTH_PORT", port)))
        .isInstanceOf(OperatorConfig.Invalid.class)
        .hasMessageContaining("OPERATOR_HEALTH_PORT is '" + port + "'")
        .hasMessageContaining("1 to 65535")
        .hasMessageContaining("set it to");
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> environment = new HashMap<>(COMPLETE);
    environment.put(name, value);
    return environment;
  }
}
