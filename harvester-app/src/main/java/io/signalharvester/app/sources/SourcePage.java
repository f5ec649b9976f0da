/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.util.List;

/**
 * A page of a stream.
 *
 * @param items what it holds and was not yet given in this fetch; may be empty
 * @param after the state of the stream once these items are stored
 * @param truncated whether the fetch ends here at its cap; the next run goes on from the state
 */
public record SourcePage(List<RawArtifact> items, StreamState after, boolean truncated) {

  /** Keeps a copy of the items. */
  public SourcePage {
    items = List.copyOf(items);
  }
}
