/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.store.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the artifacts that need a classification, and writes classifications.
 *
 * <p>{@code updated_at} of a row is the {@code updated_at} that its artifact had when it was
 * classified. So a changed artifact is seen without comparing texts, and a change in between is not
 * lost. {@code raw_json} holds what the topics were chosen by; whoever derives more from the text
 * may add a key of his own, which goes when the artifact is classified again.
 */
final class ClassificationStore {

  // Lists of metadata may be anything that a source wrote; what is no list counts as an empty one.
  private static final String DUE =
      """
      SELECT a.id, a.source, a.artifact_type, left(a.title, 2000) AS title, left(a.content, 2000) AS content,
             left(a.url, 2000) AS url, a.updated_at, a.metadata_json ->> 'primaryCategory' AS primary_category,
             ARRAY(SELECT left(item, 100) FROM jsonb_array_elements_text(CASE jsonb_typeof(a.metadata_json -> 'categories')
                     WHEN 'array' THEN a.metadata_json -> 'categories' ELSE '[]' END) AS item WHERE item IS NOT NULL LIMIT 100) AS categories,
             ARRAY(SELECT left(item, 100) FROM jsonb_array_elements_text(CASE jsonb_typeof(a.metadata_json -> 'topics')
                     WHEN 'array' THEN a.metadata_json -> 'topics' ELSE '[]' END) AS item WHERE item IS NOT NULL LIMIT 100) AS labels,
             CASE WHEN a.source = 'github' AND a.metadata_json ->> 'ownerType' = 'Organization'
                  THEN a.metadata_json ->> 'owner' END AS organisation
      FROM artifacts a LEFT JOIN artifact_classifications c ON c.artifact_id = a.id
      WHERE a.id > :after AND a.text_removed_at IS NULL
        AND (c.artifact_id IS NULL OR c.updated_at <> a.updated_at OR (c.provider = :provider AND c.model <> :model))
      ORDER BY a.id
      LIMIT :most
      """;

  private static final String STORE =
      """
      WITH wanted AS (SELECT w.* FROM unnest(:artifacts::bigint[], :categories::text[], :sentiments::text[], :urgencies::int[],
                                             :tags::text[], :reasons::text[], :raws::text[], :moments::timestamptz[])
                           AS w(artifact_id, category, sentiment, urgency, tags, reasoning, raw, at)
                      JOIN artifacts a ON a.id = w.artifact_id),
           changed AS (SELECT w.artifact_id FROM wanted w LEFT JOIN artifact_classifications c USING (artifact_id)
                       WHERE (c.category, c.sentiment, c.urgency, c.tags_json)
                             IS DISTINCT FROM (w.category::varchar, w.sentiment::varchar, w.urgency, w.tags::jsonb)),
           written AS (INSERT INTO artifact_classifications (artifact_id, category, sentiment, urgency, tags_json, reasoning,
                                                             provider, model, raw_json, updated_at)
                       SELECT artifact_id, category, sentiment, urgency, tags::jsonb, reasoning, :provider, :model, raw::jsonb, at
                       FROM wanted
                       ON CONFLICT (artifact_id) DO UPDATE
                         SET category = excluded.category, sentiment = excluded.sentiment, urgency = excluded.urgency,
                             tags_json = excluded.tags_json, reasoning = excluded.reasoning, provider = excluded.provider,
                             model = excluded.model, raw_json = excluded.raw_json, updated_at = excluded.updated_at)
      SELECT artifact_id FROM changed
      """;

  private final DatabaseClient database;
  private final JsonMapper json;

  ClassificationStore(DatabaseClient database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  /**
   * An artifact without a classification of its present text.
   *
   * @param id its id
   * @param subject what a classifier sees of it
   * @param updatedAt when it changed last
   * @param organisation the organisation that owns it at its source, or null
   */
  record Due(long id, Subject subject, Instant updatedAt, @Nullable String organisation) {}

  /** An artifact with its new classification. */
  record Classified(Due artifact, Classification classification) {}

  /** Returns the next artifacts to classify, by ascending id. */
  Flux<Due> due(long afterId, int most) {
    return database
        .sql(DUE)
        .bind("after", afterId)
        .bind("most", most)
        .bind("provider", HeuristicClassifier.PROVIDER)
        .bind("model", HeuristicClassifier.VERSION)
        .map(ClassificationStore::due)
        .all();
  }

  /**
   * Writes classifications in place of older ones.
   *
   * @return the artifacts that are now classified otherwise than before
   */
  Flux<Long> store(List<Classified> batch) {
    return database
        .sql(STORE)
        .bind("artifacts", column(batch, row -> row.artifact().id()).toArray(Long[]::new))
        .bind("categories", texts(batch, row -> row.classification().category().label()))
        .bind("sentiments", texts(batch, row -> row.classification().sentiment()))
        .bind(
            "urgencies",
            column(batch, row -> row.classification().urgency()).toArray(Integer[]::new))
        .bind("tags", texts(batch, row -> json.writeValueAsString(row.classification().tags())))
        .bind("reasons", texts(batch, row -> row.classification().reasoning()))
        .bind("raws", texts(batch, row -> json.writeValueAsString(raw(row.classification()))))
        .bind("moments", column(batch, row -> row.artifact().updatedAt()).toArray(Instant[]::new))
        .bind("provider", HeuristicClassifier.PROVIDER)
        .bind("model", HeuristicClassifier.VERSION)
        .map(row -> Column.of(row, "artifact_id", Long.class))
        .all();
  }

  private static Map<String, Object> raw(Classification classification) {
    List<Map<String, Object>> topics = new ArrayList<>();
    classification
        .topics()
        .forEach(topic -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("path", topic.path());
          entry.put("confidence", topic.confidence());
          entry.put("basis", topic.basis().label());
          entry.put("signs", topic.signs());
          topics.add(entry);
        });
    return Map.of("topics", topics);
  }

  private static Due due(Readable row) {
    List<String> categories = new ArrayList<>();
    String primary = row.get("primary_category", String.class);
    if (primary != null) {
      categories.add(primary);
    }
    categories.addAll(List.of(Column.of(row, "categories", String[].class)));
    return new Due(
        Column.of(row, "id", Long.class),
        new Subject(
            Column.of(row, "source", String.class),
            Column.of(row, "artifact_type", String.class),
            Objects.requireNonNullElse(row.get("title", String.class), ""),
            Objects.requireNonNullElse(row.get("content", String.class), ""),
            Objects.requireNonNullElse(row.get("url", String.class), ""),
            categories,
            List.of(Column.of(row, "labels", String[].class))),
        Column.of(row, "updated_at", Instant.class),
        row.get("organisation", String.class));
  }

  private static <T> List<T> column(List<Classified> batch, Function<Classified, T> part) {
    return batch.stream().map(part).toList();
  }

  private static String[] texts(List<Classified> batch, Function<Classified, String> part) {
    return batch.stream().map(part).toArray(String[]::new);
  }
}
