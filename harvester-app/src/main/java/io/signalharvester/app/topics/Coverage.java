/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import org.jspecify.annotations.Nullable;

/**
 * How many artifacts have a topic.
 *
 * @param artifacts artifacts of the days that were asked for
 * @param withTopic those that have at least one topic
 * @param coverage their share, 0 to 1; null without artifacts
 * @param target the share that should be reached (specification, pipelines 3)
 */
public record Coverage(long artifacts, long withTopic, @Nullable Double coverage, double target) {

  private static final double TARGET = 0.95;

  static Coverage of(long artifacts, long withTopic) {
    return new Coverage(
        artifacts, withTopic, artifacts == 0 ? null : (double) withTopic / artifacts, TARGET);
  }
}
