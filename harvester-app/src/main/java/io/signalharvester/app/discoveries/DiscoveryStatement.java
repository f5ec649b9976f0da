/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.signalharvester.app.scoring.Ageing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement that reads discoveries. The rows of the page are found first, by the scores alone and
 * in the order of an index; everything else is joined to these few rows, in the same statement.
 *
 * @param sql its text
 * @param values what is bound, by name
 */
record DiscoveryStatement(String sql, Map<String, Object> values) {

  private static final String SHOWN =
      """
      SELECT a.id, a.artifact_type, a.source, a.external_id, a.title, a.content, a.url, a.published_at,
             a.created_at, a.updated_at, s.novelty, s.emergence, s.obscurity, s.cross_source, s.expert_signal,
             s.base_score, s.rank_key, s.published_at AS listed_at, s.algorithm_version, s.computed_at,
             c.category, c.sentiment, c.urgency, c.reasoning,
             ARRAY(SELECT tag FROM jsonb_array_elements_text(
                     CASE jsonb_typeof(c.tags_json) WHEN 'array' THEN c.tags_json ELSE CAST('[]' AS jsonb) END) tag
                   WHERE tag IS NOT NULL) AS tags,
             ARRAY(SELECT t.name FROM artifact_topics l JOIN topics t ON t.id = l.topic_id
                   WHERE l.artifact_id = a.id ORDER BY l.confidence DESC, t.id) AS topics,
             ARRAY(SELECT e.name FROM artifact_entities l JOIN entities e ON e.id = l.entity_id
                   WHERE l.artifact_id = a.id AND l.role = 'author' ORDER BY l.position, e.id) AS authors
      FROM page s
      JOIN artifacts a ON a.id = s.artifact_id
      LEFT JOIN artifact_classifications c ON c.artifact_id = a.id
      """;

  private static final String OF_SOURCES = "s.source = ANY(:sources)";

  /** Returns the statement that reads one artifact. */
  static DiscoveryStatement one(long artifactId) {
    return new DiscoveryStatement(
        "WITH page AS (SELECT s.* FROM artifact_scores s WHERE s.artifact_id = :id)\n" + SHOWN,
        Map.of("id", artifactId));
  }

  /**
   * Returns the statement that reads a page.
   *
   * @param query what was asked for
   * @param topics ids of the topics that count, or null for all
   * @param after where the page before ended, or null for the start
   * @param now the moment for which scores are computed
   * @param rows most rows
   */
  static DiscoveryStatement page(
      DiscoveryQuery query,
      @Nullable List<Long> topics,
      DiscoveryReader.@Nullable Position after,
      Instant now,
      int rows) {
    Map<String, Object> values = new HashMap<>();
    List<String> where = filter(query, topics, now, values);
    values.put("rows", rows);
    String column = query.sort().column();
    if (after != null) {
      where.add(
          "(s.%s, s.artifact_id) %s (:afterKey, :afterId)"
              .formatted(column, query.ascending() ? ">" : "<"));
      values.put("afterKey", query.sort().columnValue(after.key()));
      values.put("afterId", after.artifactId());
    }
    if (query.skip() > 0) {
      values.put("skip", query.skip());
    }
    String order =
        query.ascending()
            ? "ORDER BY s.%s, s.artifact_id".formatted(column)
            : "ORDER BY s.%s DESC, s.artifact_id DESC".formatted(column);
    return new DiscoveryStatement(
        "WITH page AS (" + page(query, where, order) + ")\n" + SHOWN + order, Map.copyOf(values));
  }

  /** Returns the statement that counts the rows of all pages. */
  static DiscoveryStatement count(DiscoveryQuery query, @Nullable List<Long> topics, Instant now) {
    Map<String, Object> values = new HashMap<>();
    List<String> where = filter(query, topics, now, values);
    if (!query.sources().isEmpty()) {
      where.add(OF_SOURCES);
    }
    return new DiscoveryStatement(
        "SELECT count(*) AS total FROM artifact_scores s WHERE " + String.join(" AND ", where),
        Map.copyOf(values));
  }

  /** Returns what a row must fulfil, apart from its source, and binds the values of all of it. */
  private static List<String> filter(
      DiscoveryQuery query, @Nullable List<Long> topics, Instant now, Map<String, Object> values) {
    List<String> where = new ArrayList<>(List.of("true"));
    if (query.minScore() > 0) {
      where.add("s.rank_key >= :leastKey");
      values.put("leastKey", Ageing.leastRankKey(query.minScore(), now));
    }
    Integer hours = query.hours();
    if (hours != null) {
      where.add("s.published_at >= :since");
      values.put("since", now.minus(Duration.ofHours(hours)));
    }
    if (!query.types().isEmpty()) {
      where.add(
          "EXISTS (SELECT 1 FROM artifacts k WHERE k.id = s.artifact_id AND k.artifact_type = ANY(:types))");
      values.put("types", query.types().toArray(String[]::new));
    }
    if (topics != null) {
      where.add(
          "EXISTS (SELECT 1 FROM artifact_topics k WHERE k.artifact_id = s.artifact_id"
              + " AND k.topic_id = ANY(:topics))");
      values.put("topics", topics.toArray(Long[]::new));
    }
    if (!query.sources().isEmpty()) {
      values.put("sources", query.sources().toArray(String[]::new));
    }
    return where;
  }

  private static String page(DiscoveryQuery query, List<String> where, String order) {
    String skipped = query.skip() > 0 ? " OFFSET :skip" : "";
    if (query.sources().isEmpty() || query.sort() != DiscoverySort.DISCOVERY_SCORE) {
      if (!query.sources().isEmpty()) {
        where.add(OF_SOURCES);
      }
      return "SELECT s.* FROM artifact_scores s WHERE %s %s LIMIT :rows%s"
          .formatted(String.join(" AND ", where), order, skipped);
    }
    // The index by source and rank key gives the rows of one source in order, so each source hands
    // in its best and the best of these are the page (data-model 6.1, Q9).
    where.add("s.source = wanted.source");
    return """
    SELECT s.* FROM unnest(CAST(:sources AS text[])) AS wanted (source)
    CROSS JOIN LATERAL (SELECT s.* FROM artifact_scores s WHERE %s %s LIMIT %s) s
    %s LIMIT :rows%s\
    """
        .formatted(
            String.join(" AND ", where),
            order,
            query.skip() > 0 ? ":rows + :skip" : ":rows",
            order,
            skipped);
  }
}
