/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.corpus;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a stored corpus without its counters.
 *
 * @param version its number, at least 1
 * @param documents documents that it counted
 * @param builtAt when it was built
 */
record CorpusVersion(long version, long documents, Instant builtAt) {

  private static final Duration MOST_AGE = Duration.ofHours(24);
  private static final long HUNDRED = 100;

  /**
   * Decides whether the corpus is to be built anew, because every artifact is then scored again: at
   * once when one document in a hundred came or went, and once a day when any did. Over the same
   * documents it is never built twice. A text that changed counts with the next build: it moves
   * counters by one.
   *
   * @param newest the newest stored corpus, or null when there is none
   * @param documents documents that there are now
   * @param now the present
   */
  static boolean isDue(@Nullable CorpusVersion newest, long documents, Instant now) {
    if (newest == null) {
      return documents > 0;
    }
    long changed = Math.abs(documents - newest.documents());
    boolean much = changed * HUNDRED >= newest.documents();
    boolean old = !newest.builtAt().plus(MOST_AGE).isAfter(now);
    return changed > 0 && (much || old);
  }
}
