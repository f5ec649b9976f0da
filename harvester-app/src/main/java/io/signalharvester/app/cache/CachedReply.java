/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A reply as it is kept.
 *
 * @param status HTTP status
 * @param headers what the handler said about the body, content type included
 * @param body the uncompressed body; for an absence, the sentence about it
 * @param freshUntil until then it is served as it is
 * @param staleUntil until then it is served while one request refreshes it
 */
record CachedReply(
    int status,
    Map<String, List<String>> headers,
    byte[] body,
    Instant freshUntil,
    Instant staleUntil) {

  boolean isFresh(Instant now) {
    return now.isBefore(freshUntil);
  }

  boolean isUsable(Instant now) {
    return now.isBefore(staleUntil);
  }

  /** What it takes in memory, about. */
  int weight() {
    return body.length + 512;
  }
}
