/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers questions about topics for those who do not ask over HTTP. */
public final class TopicDesk {

  private final TopicReader topics;
  private final TrendReader trends;
  private final Clock clock;

  /**
   * Creates the desk.
   *
   * @param database where topics are
   * @param clock tells which day is today
   */
  public TopicDesk(DatabaseClient database, Clock clock) {
    this.topics = new TopicReader(database);
    this.trends = new TrendReader(database);
    this.clock = clock;
  }

  /**
   * Lists the topics with most artifacts in the last days (UTC, today included).
   *
   * @param days days of the window, 1 to 365
   * @param rows most topics, at least 1
   */
  public Flux<Topic> trending(int days, int rows) {
    return trends.trending(today(), days, 1, null, rows);
  }

  /**
   * Counts how many artifacts of the last days have a topic.
   *
   * @param days greatest age since publication, 1 to 365
   */
  public Mono<Coverage> coverage(int days) {
    return trends.coverage(clock.instant(), days);
  }

  /**
   * Lists every one of the last days of a topic, oldest first; empty when there is no such topic.
   *
   * @param topic its id, name or path
   * @param days number of days, 1 to 365
   */
  public Mono<List<Timeline.Day>> timeline(TopicRef topic, int days) {
    LocalDate last = today();
    return topics
        .idOf(topic)
        .flatMap(id -> trends.days(id, last, days).collectList())
        .map(stored -> Timeline.filled(stored, last, days));
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
