/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.provision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signalharvester.e2e.Failure;
import java.io.IOException;
import java.net.URI;

/**
 * The three requests that show what the product does: the best discoveries of the topic that
 * emerges in the sample, why the first of them has its score, and which topics move.
 *
 * @param url where the API is
 * @param apiKey the key to show
 * @param best the discovery that is explained
 */
public record Tour(URI url, String apiKey, long best) {

  /** The list whose first row is explained. */
  public static final String TOP =
      "/api/v1/discoveries?minScore=10&limit=50&topic=quantum/error-correction";

  /** The topics that move, the busiest first. */
  public static final String TRENDING = "/api/v1/topics/trending?limit=5";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The tour that starts at the first row of an answer to {@link #TOP}. */
  static Tour from(URI url, String apiKey, String topAnswer) {
    try {
      JsonNode first = JSON.readTree(topAnswer).path("items").path(0).path("artifactId");
      if (!first.isIntegralNumber()) {
        throw new Failure(
            "No discovery reaches the score of "
                + TOP
                + ": look at the warnings of the pipeline's report.");
      }
      return new Tour(url, apiKey, first.asLong());
    } catch (IOException e) {
      throw new Failure("The list of discoveries is no JSON: " + e.getMessage(), e);
    }
  }

  /** Three lines for a shell. */
  String lines() {
    return """
      top      %s
      why      %s
      topics   %s
    """
        .formatted(curl(TOP), curl("/api/v1/discoveries/" + best + "/explanation"), curl(TRENDING));
  }

  private String curl(String path) {
    return "curl -sS -H 'X-API-Key: " + apiKey + "' '" + url + path + "'";
  }
}
