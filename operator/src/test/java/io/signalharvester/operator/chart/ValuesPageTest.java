/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.signalharvester.api.v1alpha1.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The page of the chart's values is made of the values file and its schema. */
class ValuesPageTest {

  private static final Path CHART = GeneratedFile.root().resolve("helm/signal-harvester-operator");

  /** One line of the page. */
  private record Value(String path, String fallback, String meaning) {}

  @Test
  void thePageIsThatOfTheValuesFile() throws IOException {
    StringBuilder page =
        new StringBuilder(
            "# Values of the chart\n\nGenerated from `helm/signal-harvester-operator/values.yaml`."
                + " A value that is not listed is refused by the chart's schema.\n\n"
                + "| value | default | meaning |\n|---|---|---|\n");
    values()
        .forEach(value ->
            page.append(
                "| `%s` | %s | %s |\n"
                    .formatted(
                        value.path,
                        value.fallback.isEmpty() ? "" : "`" + value.fallback + "`",
                        value.meaning)));
    GeneratedFile.of("docs/reference/chart.md").mustEqual(page.toString());
  }

  @Test
  void everyValueHasAMeaning() throws IOException {
    assertThat(values()).allSatisfy(value -> assertThat(value.meaning).as(value.path).isNotBlank());
  }

  @Test
  void everyValueIsInTheSchemaAndTheOtherWayRound() throws IOException {
    JsonNode schema =
        Serialization.jsonMapper().readTree(Files.readString(CHART.resolve("values.schema.json")));
    JsonNode values =
        Serialization.unmarshal(Files.readString(CHART.resolve("values.yaml")), JsonNode.class);
    List<String> allowed = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(allowed::add);
    allowed.remove("global");
    List<String> present = new ArrayList<>();
    values.fieldNames().forEachRemaining(present::add);
    assertThat(present).containsExactlyInAnyOrderElementsOf(allowed);
  }

  private static List<Value> values() throws IOException {
    List<Value> values = new ArrayList<>();
    Map<Integer, String> parents = new TreeMap<>();
    Map<Integer, String> meanings = new TreeMap<>();
    List<String> comment = new ArrayList<>();
    for (String line : Files.readAllLines(CHART.resolve("values.yaml"))) {
      String text = line.strip();
      if (text.startsWith("#")) {
        comment.add(text.substring(1).strip());
        continue;
      }
      int colon = text.indexOf(':');
      if (colon < 0) {
        comment.clear();
        continue;
      }
      int depth = (line.length() - line.stripLeading().length()) / 2;
      parents.keySet().removeIf(level -> level >= depth);
      meanings.keySet().removeIf(level -> level >= depth);
      parents.put(depth, text.substring(0, colon));
      String own = String.join(" ", comment);
      comment.clear();
      meanings.put(depth, own.isEmpty() && depth > 0 ? meanings.get(depth - 1) : own);
      String fallback = text.substring(colon + 1).strip();
      if (!fallback.isEmpty()) {
        values.add(
            new Value(
                String.join(".", parents.values()),
                fallback.equals("\"\"") ? "" : fallback,
                meanings.get(depth)));
      }
    }
    return values;
  }
}
