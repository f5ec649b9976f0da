/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.util.List;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Finds the template of a path among those of the endpoints, in the order in which the routes try
 * them. It is known before a request is routed, so that running requests can be told apart.
 */
public final class RouteTemplates {

  /** What paths of no endpoint are called. */
  public static final String UNMATCHED = "unmatched";

  private final List<PathPattern> patterns;

  /**
   * Creates the list.
   *
   * @param endpoints all endpoints of a port
   */
  public RouteTemplates(List<Endpoint> endpoints) {
    patterns =
        endpoints.stream()
            .map(Endpoint::path)
            .distinct()
            .sorted()
            .map(PathPatternParser.defaultInstance::parse)
            .toList();
  }

  /** Returns the template, or {@link #UNMATCHED}. */
  public String of(PathContainer path) {
    for (PathPattern pattern : patterns) {
      if (pattern.matches(path)) {
        return pattern.getPatternString();
      }
    }
    return UNMATCHED;
  }
}
