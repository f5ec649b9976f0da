/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import java.time.Instant;
import java.util.List;

/**
 * One invented article at the moment it is served.
 *
 * @param identifier as in arXiv's addresses, without the version
 * @param categories the first is the primary one
 * @param doi empty when there is none
 * @param comment empty when there is none
 */
record Article(
    String identifier,
    int version,
    Instant published,
    List<String> categories,
    List<Author> authors,
    String doi,
    String comment,
    String title,
    String summary) {

  /** Affiliation is empty when it is not given. */
  record Author(String name, String affiliation) {}

  /** Later versions come two days after the one before, but never after now. */
  Instant updated(Instant now) {
    Instant revised = published.plusSeconds(172_800L * (version - 1));
    return revised.isBefore(now) ? revised : now;
  }

  String primaryCategory() {
    return categories.getFirst();
  }
}
