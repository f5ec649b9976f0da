/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server accepts and refuses what the definition promises, in words for a person. */
class CrdOnApiServerTest {

  private static final String MESSAGE = "# message: ";

  private static ApiServer server;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
    server.installCrd();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.close();
      server.close();
    }
  }

  static Stream<Path> accepted() {
    return files("accept");
  }

  static Stream<Path> refused() {
    return files("refuse");
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void acceptsWhatIsRightAndKeepsAllOfIt(Path file) {
    for (String document : documents(file)) {
      GenericKubernetesResource written =
          Serialization.unmarshal(document, GenericKubernetesResource.class);
      keeps("spec", written.get("spec"), apply(document).get("spec"));
    }
  }

  /** A field that the definition does not know would be dropped without a word. */
  private static void keeps(String path, Object written, Object stored) {
    if (written instanceof Map<?, ?> fields && stored instanceof Map<?, ?> kept) {
      fields.forEach((name, value) -> keeps(path + "." + name, value, kept.get(name)));
    } else if (written instanceof List<?> items
        && stored instanceof List<?> kept
        && items.size() == kept.size()) {
      for (int i = 0; i < items.size(); i++) {
        keeps(path + "[" + i + "]", items.get(i), kept.get(i));
      }
    } else {
      assertThat(stored).as(path).isEqualTo(written);
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatIsWrongAndSaysWhy(Path file) throws IOException {
    String expected = Files.readAllLines(file).getFirst().substring(MESSAGE.length()).strip();
    List<String> documents = documents(file);
    documents.subList(0, documents.size() - 1).forEach(CrdOnApiServerTest::apply);
    assertThatThrownBy(() -> apply(documents.getLast()))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void everyRuleHasAFileThatBreaksIt() {
    String messages =
        refused()
            .map(file -> {
              try {
                return Files.readAllLines(file).getFirst();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
            .reduce("", (a, b) -> a + "\n" + b);
    for (String rule : ruleMessages()) {
      assertThat(messages.lines().map(line -> line.replace(MESSAGE, "").strip()))
          .as("a file in refuse/ for the rule: %s", rule)
          .anyMatch(message -> !message.isEmpty() && rule.startsWith(message));
    }
  }

  @Test
  void defaultsAreFilledInByTheServer() {
    GenericKubernetesResource applied =
        apply(
            """
            apiVersion: signalharvester.io/v1alpha1
            kind: SignalHarvester
            metadata: {name: defaults}
            spec: {image: "app:1", api: {}}
            """);
    assertThat(applied.<Integer>get("spec", "api", "replicas")).isEqualTo(ApiSpec.DEFAULT_REPLICAS);
  }

  private static List<String> ruleMessages() {
    String yaml = Serialization.asJson(GeneratedCrd.definition());
    return Pattern.compile("\"message\":\"([^\"]+)\",\"rule\"")
        .matcher(yaml)
        .results()
        .map(match -> match.group(1))
        .distinct()
        .toList();
  }

  private static GenericKubernetesResource apply(String document) {
    GenericKubernetesResource resource =
        Serialization.unmarshal(document, GenericKubernetesResource.class);
    return client.resource(resource).inNamespace("default").forceConflicts().serverSideApply();
  }

  private static List<String> documents(Path file) {
    try {
      return Arrays.stream(Files.readString(file).split("(?m)^---$")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(String folder) {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources", folder))) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
