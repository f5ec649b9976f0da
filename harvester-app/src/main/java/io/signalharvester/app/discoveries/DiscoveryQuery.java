/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.signalharvester.app.sources.SourceNames;
import io.signalharvester.app.web.CursorCodec;
import io.signalharvester.app.web.QueryParameters;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks the list for.
 *
 * @param minScore least live score, 0 to 100; 0 means no filter
 * @param hours greatest age in hours, 1 to 168; null means any
 * @param sources names of sources, sorted; empty means all
 * @param limit most rows of a page, 1 to 200
 * @param cursor cursor of the page before, if any
 */
record DiscoveryQuery(
    double minScore,
    @Nullable Integer hours,
    Set<String> sources,
    int limit,
    @Nullable String cursor) {

  static DiscoveryQuery of(QueryParameters parameters) {
    DiscoveryQuery query =
        new DiscoveryQuery(
            parameters.decimal("minScore", 0, 100, 80),
            parameters.optionalWhole("hours", 1, 168),
            parameters.anyOf("source", SourceNames.ALL),
            parameters.whole("limit", 1, 200, 50),
            parameters.text("cursor"));
    parameters.refuseErrors();
    return query;
  }

  /** Returns the hash of all that selects rows; the limit may change within a walk. */
  String filterHash() {
    return CursorCodec.filterHash(
        "discoveries|" + minScore + "|" + hours + "|" + String.join(",", sources));
  }
}
