/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.util.Set;

/** The sources that an artifact may come from, whether a client for them exists already or not. */
public final class SourceNames {

  /** All names, as stored and as clients of the API write them. */
  public static final Set<String> ALL =
      Set.of(
          "x",
          "arxiv",
          "github",
          "facebook",
          "linkedin",
          "reddit",
          "hackernews",
          "crossref",
          "semantic",
          "youtube");

  private SourceNames() {}
}
