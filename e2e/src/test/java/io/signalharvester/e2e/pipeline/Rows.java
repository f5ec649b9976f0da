/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.pipeline;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the pipeline stored, named by natural keys: generated ids and times of writing differ from
 * run to run and are left out. Figures that depend on the age of an item at the time of scoring are
 * numbers apart from the text, for two runs score some seconds or minutes apart.
 *
 * @param tables by table, the number of rows of each text (key and all that does not move)
 * @param figures by row, what moves with the time
 */
record Rows(Map<String, Map<String, Integer>> tables, Map<String, double[]> figures) {

  /**
   * Of figures from 0 to 100. An item loses at most 0.6 points of its freshness in an hour, which
   * is weighted with less than a third; the runs of one test are minutes apart.
   */
  private static final double TOLERANCE = 0.05;

  private static final String ARTIFACT = "a.source || ':' || a.external_id";

  /** Of each table: a text of the row, and its figures or null. */
  private static final Map<String, String> QUERIES = queries();

  private static Map<String, String> queries() {
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put(
        "artifacts",
        """
        SELECT concat_ws('|', %s, artifact_type, title, url, summary, md5(content), published_at, engagement,
                         content_hash, metadata_json, raw_json), NULL
        FROM artifacts a
        """
            .formatted(ARTIFACT));
    queries.put(
        "entities",
        """
        SELECT concat_ws('|', e.entity_type, e.name, e.normalized_name,
                         (SELECT string_agg(concat_ws(':', c.platform, c.handle_or_id, c.url), ',' ORDER BY c.platform, c.handle_or_id)
                          FROM accounts c WHERE c.entity_id = e.id)), NULL
        FROM entities e
        """);
    queries.put(
        "artifact_entities",
        """
        SELECT concat_ws('|', %s, e.entity_type, e.normalized_name, l.role, l.confidence, l.position), NULL
        FROM artifact_entities l JOIN artifacts a ON a.id = l.artifact_id JOIN entities e ON e.id = l.entity_id
        """
            .formatted(ARTIFACT));
    queries.put(
        "artifact_classifications",
        """
        SELECT concat_ws('|', %s, c.category, c.sentiment, c.urgency, c.tags_json, c.reasoning, c.provider, c.model,
                         c.raw_json), NULL
        FROM artifact_classifications c JOIN artifacts a ON a.id = c.artifact_id
        """
            .formatted(ARTIFACT));
    queries.put(
        "topics", "SELECT concat_ws('|', taxonomy_path, name, description), NULL FROM topics");
    queries.put(
        "artifact_topics",
        """
        SELECT concat_ws('|', %s, t.taxonomy_path, l.confidence, l.published_at), NULL
        FROM artifact_topics l JOIN artifacts a ON a.id = l.artifact_id JOIN topics t ON t.id = l.topic_id
        """
            .formatted(ARTIFACT));
    queries.put(
        "embeddings",
        """
        SELECT concat_ws('|', v.kind, %s, t.taxonomy_path, v.model, v.dims,
                         CASE WHEN v.kind = 'artifact' THEN concat_ws('|', v.text_hash, encode(v.vector, 'hex')) END), NULL
        FROM embeddings v LEFT JOIN artifacts a ON v.kind = 'artifact' AND a.id = v.ref_id
             LEFT JOIN topics t ON v.kind = 'topic' AND t.id = v.ref_id
        """
            .formatted(ARTIFACT));
    queries.put(
        "artifact_relationships",
        """
        SELECT concat_ws('|', %s, b.source || ':' || b.external_id, r.relationship_type, r.confidence,
                         r.detection_method, r.metadata_json), NULL
        FROM artifact_relationships r JOIN artifacts a ON a.id = r.source_artifact_id
             JOIN artifacts b ON b.id = r.target_artifact_id
        """
            .formatted(ARTIFACT));
    queries.put(
        "term_stats", "SELECT concat_ws('|', kind, doc_count, md5(sketch)), NULL FROM term_stats");
    queries.put(
        "artifact_scores",
        """
        SELECT concat_ws('|', 'score', %s, s.published_at, s.algorithm_version, s.weights_hash, s.input_version = 0),
               ARRAY[novelty, emergence, obscurity, cross_source, expert_signal, impact_score, credibility_score,
                     base_score, discovery_score, rank_key]
        FROM artifact_scores s JOIN artifacts a ON a.id = s.artifact_id
        """
            .formatted(ARTIFACT));
    queries.put(
        "score_components",
        """
        SELECT concat_ws('|', 'component', %s, c.component, c.weight, c.algorithm_version), ARRAY[c.value, c.contribution]
        FROM score_components c JOIN artifacts a ON a.id = c.artifact_id
        """
            .formatted(ARTIFACT));
    queries.put(
        "topic_daily_stats",
        """
        SELECT concat_ws('|', 'day', t.taxonomy_path, d.day, d.artifact_count, d.source_counts), ARRAY[d.avg_discovery_score]
        FROM topic_daily_stats d JOIN topics t ON t.id = d.topic_id
        """);
    queries.put(
        "source_cursors",
        "SELECT concat_ws('|', source, stream, position, last_error), NULL FROM source_cursors");
    return queries;
  }

  /** Reads all of them. */
  static Rows of(Connection connection) throws SQLException {
    Map<String, Map<String, Integer>> tables = new LinkedHashMap<>();
    Map<String, double[]> figures = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      for (var query : QUERIES.entrySet()) {
        Map<String, Integer> texts = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery(query.getValue())) {
          while (rows.next()) {
            texts.merge(rows.getString(1), 1, Integer::sum);
            if (rows.getArray(2) != null) {
              figures.put(rows.getString(1), numbers((Double[]) rows.getArray(2).getArray()));
            }
          }
        }
        tables.put(query.getKey(), texts);
      }
    }
    return new Rows(tables, figures);
  }

  /**
   * Every row of the tables as it lies there, with ids, times and the transaction that wrote it
   * last; a row that was written again, even with the same values, differs. Left out is what tells
   * of the runs themselves.
   */
  static List<String> asWritten(Connection connection) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (String table : QUERIES.keySet()) {
        if (table.equals("source_cursors")) {
          continue;
        }
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT concat_ws(' ', '%1$s', t.xmin, t.*) FROM %1$s t ORDER BY 1"
                    .formatted(table))) {
          while (rows.next()) {
            all.add(rows.getString(1));
          }
        }
      }
    }
    return all;
  }

  /** How many rows a table has. */
  int count(String table) {
    return tables.getOrDefault(table, Map.of()).values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Says where these rows are not the others, a row of text each; nothing when they are the same.
   */
  List<String> differences(Rows others) {
    List<String> differences = new ArrayList<>();
    others.tables.forEach((table, texts) -> {
      Map<String, Integer> mine = tables.getOrDefault(table, Map.of());
      texts.forEach((text, number) -> {
        if (!number.equals(mine.get(text))) {
          differences.add("missing in " + table + ": " + text);
        }
      });
      mine.forEach((text, number) -> {
        if (!number.equals(texts.get(text))) {
          differences.add("too much in " + table + ": " + text);
        }
      });
    });
    others.figures.forEach((row, theirs) -> {
      double[] mine = figures.get(row);
      for (int i = 0; mine != null && i < theirs.length; i++) {
        if (Math.abs(mine[i] - theirs[i]) > TOLERANCE
            || Double.isNaN(mine[i]) != Double.isNaN(theirs[i])) {
          differences.add(
              "figure %d of %s: %s instead of %s".formatted(i, row, mine[i], theirs[i]));
        }
      }
    });
    return differences;
  }

  private static double[] numbers(Double[] numbers) {
    double[] values = new double[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers[i] == null ? Double.NaN : numbers[i];
    }
    return values;
  }
}
