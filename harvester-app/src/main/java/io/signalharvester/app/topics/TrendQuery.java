/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import io.signalharvester.app.web.CursorCodec;
import io.signalharvester.app.web.QueryParameters;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks the list of trending topics for.
 *
 * @param days days of the window, 1 to 365
 * @param least least number of artifacts in the window
 * @param limit most rows of a page, 1 to 200
 * @param cursor cursor of the page before, if any
 */
record TrendQuery(int days, int least, int limit, @Nullable String cursor) {

  static final int MOST_ARTIFACTS = 1_000_000;

  static TrendQuery of(QueryParameters parameters) {
    TrendQuery query =
        new TrendQuery(
            parameters.whole("window", "windowDays", 1, 365, 14),
            parameters.whole("minArtifactCount", 1, MOST_ARTIFACTS, 1),
            parameters.whole("limit", 1, 200, 20),
            parameters.text("cursor"));
    parameters.refuseErrors();
    return query;
  }

  String filterHash() {
    return CursorCodec.filterHash("trending|" + days + "|" + least);
  }
}
