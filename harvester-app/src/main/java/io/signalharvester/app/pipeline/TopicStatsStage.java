/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.topics.TopicDailyStats;
import reactor.core.publisher.Mono;

/** Brings the daily statistics of topics up to date; it comes after the scores, which they hold. */
public final class TopicStatsStage implements Stage {

  private final TopicDailyStats stats;

  /**
   * Creates the stage.
   *
   * @param stats does the work
   */
  public TopicStatsStage(TopicDailyStats stats) {
    this.stats = stats;
  }

  @Override
  public String name() {
    return "topic_stats";
  }

  @Override
  public Mono<Void> run(Tally tally) {
    return stats.refresh().then();
  }
}
