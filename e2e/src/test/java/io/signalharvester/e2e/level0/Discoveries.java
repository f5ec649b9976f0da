/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.level0;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signalharvester.e2e.provision.Demo;
import io.signalharvester.e2e.provision.Gateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asks the API as a client does. */
final class Discoveries {

  private static final int MOST_PAGES = 200;
  private static final int FEWEST = 20;
  private static final int MOST = 200;

  private final ObjectMapper json = new ObjectMapper();
  private final Gateway gateway;
  private final String apiKey;
  private int limit = FEWEST;

  Discoveries(Gateway gateway, String apiKey) {
    this.gateway = gateway;
    this.apiKey = apiKey;
  }

  /** The answer to a path, which must be good. */
  JsonNode get(String path) {
    return json(good(path));
  }

  /** The list of all discoveries, page by page; a row that comes twice fails the walk. */
  List<JsonNode> walk(int limit) {
    return walk(limit, this::good);
  }

  /**
   * The ids of the list as the database holds it now. Every call asks for pages of another size,
   * because an answer that was given before would come from the cache, whatever became of the
   * database.
   */
  Set<Long> stored() {
    limit = limit == MOST ? FEWEST : limit + 1;
    return ids(
        walk(
            limit,
            path -> {
              Gateway.Answer answer = good(path);
              assertThat(answer.cache()).as(path).isEqualTo("MISS");
              return answer;
            }));
  }

  /** The ids of these rows. */
  static Set<Long> ids(List<JsonNode> rows) {
    return rows.stream()
        .map(row -> row.path("artifactId").asLong())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A text as JSON. */
  JsonNode json(String text) {
    try {
      return json.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  private List<JsonNode> walk(int limit, Function<String, Gateway.Answer> ask) {
    List<JsonNode> rows = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode answer = json(ask.apply(Demo.DISCOVERIES + limit + cursor));
      answer.path("items").forEach(rows::add);
      if (!answer.path("hasMore").asBoolean()) {
        assertThat(ids(rows)).as("every row comes once").hasSameSizeAs(rows);
        return rows;
      }
      cursor =
          "&cursor="
              + URLEncoder.encode(answer.path("nextCursor").asText(), StandardCharsets.UTF_8);
    }
    throw new AssertionError("the walk does not end after " + MOST_PAGES + " pages");
  }

  private JsonNode json(Gateway.Answer answer) {
    return json(answer.body());
  }

  private Gateway.Answer good(String path) {
    Gateway.Answer answer = gateway.get(path, apiKey);
    assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(200);
    return answer;
  }
}
