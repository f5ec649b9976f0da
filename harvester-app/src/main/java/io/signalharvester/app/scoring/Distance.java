/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import io.signalharvester.app.scoring.ScoreInput.TopicSignal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far an artifact lies from the centre of what it is about. */
final class Distance {

  private Distance() {}

  /**
   * Returns the Euclidean distance, 0 to 2, to the nearest centroid among the topics; null when
   * none is known. Of unit vectors it is {@code sqrt(2 - 2 cosine)}.
   */
  static @Nullable Double toNearest(List<TopicSignal> topics) {
    Double nearest = null;
    for (TopicSignal topic : topics) {
      Double cosine = topic.cosine();
      if (cosine != null && (nearest == null || cosine > nearest)) {
        nearest = cosine;
      }
    }
    return nearest == null ? null : Math.sqrt(2 - 2 * nearest);
  }
}
