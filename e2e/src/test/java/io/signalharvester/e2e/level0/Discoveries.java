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
import java.util.LinkedHashSet;
import java.util.Set;

/** Reads the list of discoveries as a client does: page by page, by cursor. */
final class Discoveries {

  private static final int MOST_PAGES = 200;

  private final ObjectMapper json = new ObjectMapper();
  private final Gateway gateway;
  private final String apiKey;

  Discoveries(Gateway gateway, String apiKey) {
    this.gateway = gateway;
    this.apiKey = apiKey;
  }

  /** All artifact ids in the order of the list; a row that comes twice fails the walk. */
  Set<Long> walk(int limit) {
    Set<Long> seen = new LinkedHashSet<>();
    String cursor = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode answer = page(limit, cursor);
      for (JsonNode item : answer.path("items")) {
        assertThat(seen.add(item.path("artifactId").asLong()))
            .as("artifact %s comes once", item.path("artifactId"))
            .isTrue();
      }
      if (!answer.path("hasMore").asBoolean()) {
        return seen;
      }
      cursor =
          "&cursor="
              + URLEncoder.encode(answer.path("nextCursor").asText(), StandardCharsets.UTF_8);
    }
    throw new AssertionError("the walk does not end after " + MOST_PAGES + " pages");
  }

  private JsonNode page(int limit, String cursor) {
    Gateway.Answer answer = gateway.get(Demo.DISCOVERIES + limit + cursor, apiKey);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    try {
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
