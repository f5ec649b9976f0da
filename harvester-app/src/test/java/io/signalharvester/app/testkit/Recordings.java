/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The answers that others recorded; they are read where they lie and never copied. */
public final class Recordings {

  private static final String SUFFIX = ".http.json";

  private Recordings() {}

  /** Returns the folder of a source; without it the test is skipped, but fails in CI. */
  public static Path of(String source) {
    Path folder = Path.of("../../shared/data/sources", source).toAbsolutePath().normalize();
    boolean there = Files.isDirectory(folder);
    if ("true".equals(System.getenv("CI"))) {
      assertThat(there).as("recorded answers at %s are needed in CI", folder).isTrue();
    }
    assumeTrue(there, "skipped: no recorded answers at " + folder);
    return folder;
  }

  /** One answer as it was given; header names are lower case. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares answers.
  public record Exchange(
      String name, String url, int status, Map<String, String> headers, byte[] body) {}

  /** Returns every exchange of a source, by name. */
  public static List<Exchange> exchanges(String source) {
    Path folder = of(source);
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .sorted()
          .map(name -> exchange(source, name.substring(0, name.length() - SUFFIX.length())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns one exchange. */
  public static Exchange exchange(String source, String name) {
    Path folder = of(source);
    try {
      JsonNode recorded =
          JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve(name + SUFFIX)));
      Map<String, String> headers = new LinkedHashMap<>();
      for (var header : recorded.path("response").path("headers").properties()) {
        JsonNode value = header.getValue();
        headers.put(
            header.getKey().toLowerCase(Locale.ROOT),
            value.isArray()
                ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "))
                : value.asString());
      }
      return new Exchange(
          name,
          recorded.path("request").path("url").asString(""),
          recorded.path("response").path("status").asInt(200),
          headers,
          Files.readAllBytes(bodyOf(folder, name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path bodyOf(Path folder, String name) {
    return List.of(".json", ".txt", ".html", ".xml").stream()
        .map(suffix -> folder.resolve(name + suffix))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no body beside " + name + SUFFIX));
  }
}
