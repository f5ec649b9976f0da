/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.arxiv;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.SourceFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of an answer of arXiv.
 *
 * @param total results that the query has in all; null when the feed does not say
 * @param entries entries of the page, those that cannot be used included
 * @param papers the usable ones
 * @param unusable one sentence for each entry that was left out
 */
record ArxivPage(
    @Nullable Integer total, int entries, List<RawArtifact> papers, List<String> unusable) {

  /**
   * Returns whether the query has entries behind this page.
   *
   * @param start offset of its first entry
   * @param size entries that were asked for
   */
  boolean hasMore(int start, int size) {
    return total == null ? entries >= size : start + entries < total;
  }

  /**
   * Returns the fault of a page that has fewer entries than arXiv promised, else null. arXiv sends
   * such pages when it is overloaded; a moment later they are often whole.
   *
   * @param start offset of its first entry
   * @param size entries that were asked for
   */
  @Nullable SourceFault shortness(int start, int size) {
    return total == null || entries >= Math.min(size, total - start)
        ? null
        : SourceFault.passing(
            SourceFault.Kind.BAD_RESPONSE,
            "the page at " + start + " has " + entries + " entries although " + total + " exist");
  }
}
