/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.topics.TopicDailyStats;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("DM-05")
class TopicStatsStageTest {

  private static final String ROWS =
      "SELECT string_agg(concat_ws(' ', topic_id, day, artifact_count, avg_discovery_score, source_counts), '; '"
          + " ORDER BY topic_id, day) FROM topic_daily_stats";

  private final StageDatabase store = new StageDatabase();
  private final Stage stage =
      new TopicStatsStage(
          new TopicDailyStats(
              store.client(), Clock.fixed(Instant.parse("2026-01-11T00:00:00Z"), ZoneOffset.UTC)));

  @BeforeEach
  void links() {
    store.execute(
        "INSERT INTO topics (id, name, taxonomy_path) VALUES (1, 'a', 'a'), (2, 'b', 'b');"
            + " INSERT INTO artifacts (id, artifact_type, source, external_id, published_at) VALUES"
            + " (1, 'preprint', 'arxiv', '1', '2026-01-10 23:59:59.999Z'), (2, 'repo', 'github', '2', '2026-01-10 00:00Z'),"
            + " (3, 'preprint', 'arxiv', '3', '2026-01-09 23:00Z'), (4, 'preprint', 'arxiv', '4', '2020-05-05 01:00Z');"
            + " INSERT INTO artifact_topics (artifact_id, topic_id, published_at)"
            + " SELECT a.id, t.id, a.published_at FROM artifacts a, topics t WHERE t.id = 1 OR a.id = 2");
    store.score(1, 2);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String writes() {
    return store.text(
        "SELECT string_agg(xmin::text, ' ' ORDER BY topic_id, day) FROM topic_daily_stats");
  }

  @Test
  void eachTopicAndUtcDayHasItsCountItsMeanScoreAndItsSources() {
    store.run(stage);

    assertThat(store.text(ROWS))
        .isEqualTo(
            "1 2020-05-05 1 {\"arxiv\": 1}; 1 2026-01-09 1 {\"arxiv\": 1};"
                + " 1 2026-01-10 2 11.5 {\"arxiv\": 1, \"github\": 1}; 2 2026-01-10 1 12 {\"github\": 1}");
  }

  @Test
  void aSecondRunWritesNothing() {
    store.run(stage);
    String before = writes();

    store.run(stage);

    assertThat(writes()).isEqualTo(before);
  }

  @Test
  void daysThatChangedFollowAndEmptyOnesGo() {
    store.run(stage);
    store.execute(
        "UPDATE artifact_scores SET discovery_score = 20 WHERE artifact_id = 1;"
            + " DELETE FROM artifact_topics WHERE artifact_id IN (3, 4)");

    store.run(stage);

    assertThat(store.text(ROWS))
        .isEqualTo(
            "1 2026-01-10 2 16 {\"arxiv\": 1, \"github\": 1}; 2 2026-01-10 1 12 {\"github\": 1}");
  }
}
