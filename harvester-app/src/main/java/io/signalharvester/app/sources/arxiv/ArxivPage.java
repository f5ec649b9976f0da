/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.arxiv;

import io.signalharvester.app.sources.RawArtifact;
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
    @Nullable Integer total, int entries, List<RawArtifact> papers, List<String> unusable) {}
