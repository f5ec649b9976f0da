/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.rollout;

import io.signalharvester.api.v1alpha1.PodCount;
import java.util.Optional;

/**
 * How the API pods of a revision are.
 *
 * @param count how many are Ready, of how many
 * @param crashing one of them ended again and again
 * @param present its Deployment or one of its pods exists
 * @param trouble what keeps the first one from being Ready
 */
public record PodReport(
    PodCount count, boolean crashing, boolean present, Optional<String> trouble) {

  boolean ready() {
    return count.ready() >= count.desired();
  }

  /** The count and the trouble, as a sentence. */
  String sentence(String revision) {
    return "%d of %d pods of revision %s are Ready%s"
        .formatted(
            count.ready(), count.desired(), revision, trouble.map(text -> "; " + text).orElse(""));
  }
}
