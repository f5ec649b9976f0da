/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Tables that belong together. Those of access, privacy and audit are nobody's statistics. */
enum TableGroup {
  SIGNALS("tweets", "cursors", "snapshots"),
  DISCOVERIES("artifacts", "artifact_classifications", "artifact_scores", "score_components"),
  TOPICS(
      "topics",
      "artifact_topics",
      "topic_daily_stats",
      "topic_similarity",
      "topic_evolution",
      "topic_clusters"),
  ENTITIES(
      "entities", "accounts", "artifact_entities", "entity_merge_history", "entity_merge_reviews"),
  RELATIONSHIPS("artifact_relationships"),
  EMBEDDINGS("embeddings", "term_stats"),
  EXPERIMENTS("experiments", "experiment_runs", "experiment_run_items"),
  LABELS("discovery_labels"),
  QUALITY("validation_rules", "validation_issues", "quality_scores", "review_queue"),
  JOBS("jobs", "job_items", "outbox", "notifications"),
  SOURCES("source_cursors", "source_budget");

  private final List<String> tables;

  TableGroup(String... tables) {
    this.tables = List.of(tables);
  }

  List<String> tables() {
    return tables;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Stream<String> allTables() {
    return Arrays.stream(values()).flatMap(group -> group.tables.stream());
  }
}
