/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.relationships;

import io.signalharvester.app.relationships.Reference.Kind;

/**
 * What edge a reference makes (specification, pipelines 7).
 *
 * @param type what the one does with the other
 * @param confidence 0 to 1
 * @param method how it was found
 */
record EdgeRule(String type, double confidence, String method) {

  /**
   * Decides by where the two ends come from and by what named the one in the other.
   *
   * @param from source of the artifact that refers
   * @param to source of the artifact that is referred to
   */
  static EdgeRule of(String from, String to, Kind kind) {
    return switch (kind) {
      case ARXIV -> new EdgeRule(type(from, to), 0.95, "arxiv_id_match");
      case DOI -> new EdgeRule(type(from, to), 0.95, "doi_match");
      case GITHUB -> new EdgeRule(type(from, to), 0.90, "github_url_match");
    };
  }

  private static String type(String from, String to) {
    if (from.equals("x") && (to.equals("arxiv") || to.equals("github"))) {
      return "reference";
    }
    if (from.equals("github") && to.equals("arxiv")) {
      return "implement";
    }
    if (from.equals("arxiv") && to.equals("arxiv")) {
      return "cite";
    }
    return "mention";
  }
}
