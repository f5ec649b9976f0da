/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.store.Column;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes the rows of a batch of items, each statement for all of them at once. */
final class ArtifactRows {

  // Equal rows are sorted out before the insert, so that they are not even locked. A later
  // "updated" of the source alone is no change: the text, the version or a link would differ too.
  // Rows are looked up one by one, so that no estimate turns it into a scan of all artifacts.
  // A text that was removed for privacy does not come back.
  private static final String UPSERT =
      """
      WITH given AS (
        SELECT * FROM unnest(:types::text[], :sources::text[], :ids::text[], :titles::text[], :urls::text[],
                             :summaries::text[], :contents::text[], :times::timestamptz[], :engagements::int[],
                             :hashes::text[], :metadata::text[], :raws::text[])
          WITH ORDINALITY AS g (type, source, external_id, title, url, summary, content, published_at, engagement,
                                content_hash, metadata, raw, number)),
      known AS (
        SELECT g.number, a.id, a.removed,
               (a.content_hash, a.url, a.published_at, a.metadata_json - 'updated')
                 IS DISTINCT FROM (g.content_hash, g.url, g.published_at, g.metadata::jsonb - 'updated')
               OR a.engagement < g.engagement AS differs
        FROM given g
        CROSS JOIN LATERAL (SELECT id, content_hash, url, published_at, metadata_json, engagement,
                                   text_removed_at IS NOT NULL AS removed
                            FROM artifacts WHERE source = g.source AND external_id = g.external_id LIMIT 1) a),
      written AS (
        INSERT INTO artifacts AS a (artifact_type, source, external_id, title, url, summary, content, published_at,
                                    first_seen_at, engagement, content_hash, metadata_json, raw_json, created_at, updated_at)
        SELECT g.type, g.source, g.external_id, g.title, g.url, g.summary, g.content, g.published_at,
               :now, g.engagement, g.content_hash, g.metadata::jsonb, g.raw::jsonb, :now, :now
        FROM given g LEFT JOIN known k USING (number)
        WHERE k.id IS NULL OR (k.differs AND NOT k.removed)
        ORDER BY g.number
        ON CONFLICT (source, external_id) DO UPDATE
          SET title = excluded.title, url = excluded.url, summary = excluded.summary, content = excluded.content,
              published_at = excluded.published_at, engagement = greatest(a.engagement, excluded.engagement),
              content_hash = excluded.content_hash, metadata_json = excluded.metadata_json,
              raw_json = excluded.raw_json, updated_at = excluded.updated_at
          WHERE a.text_removed_at IS NULL
        RETURNING id, source, external_id, (xmax = 0) AS inserted)
      SELECT g.number::int - 1 AS number, coalesce(w.id, k.id) AS id, w.inserted
      FROM given g LEFT JOIN known k USING (number)
                   LEFT JOIN written w ON w.source = g.source AND w.external_id = g.external_id
      WHERE coalesce(w.id, k.id) IS NOT NULL AND NOT coalesce(k.removed, false)
      ORDER BY g.number
      """;

  private static final String TOUCH =
      "UPDATE artifacts SET updated_at = :now WHERE id = ANY(:ids::bigint[])";

  private static final String MARK_DUE =
      "UPDATE artifact_scores SET input_version = 0 WHERE artifact_id = ANY(:ids::bigint[]) AND input_version <> 0";

  private final DatabaseClient database;
  private final JsonMapper json;

  ArtifactRows(DatabaseClient database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  /**
   * A stored item.
   *
   * @param number its place in the batch, from 0
   * @param id its row
   * @param inserted true for a new row, false for a changed one, null for an equal one
   */
  record Row(int number, long id, @Nullable Boolean inserted) {}

  /**
   * Writes what is new or differs, and gives the rows in the order of the batch; items whose text
   * was removed for privacy give no row.
   */
  Flux<Row> upsert(List<RawArtifact> batch, Instant now) {
    return database
        .sql(UPSERT)
        .bind("types", texts(batch, RawArtifact::type))
        .bind("sources", texts(batch, RawArtifact::source))
        .bind("ids", texts(batch, RawArtifact::externalId))
        .bind("titles", texts(batch, RawArtifact::title))
        .bind("urls", texts(batch, RawArtifact::url))
        .bind("summaries", texts(batch, ItemText::summary))
        .bind("contents", texts(batch, RawArtifact::content))
        .bind("times", array(batch, Instant[]::new, RawArtifact::publishedAt))
        .bind("engagements", array(batch, Integer[]::new, RawArtifact::engagement))
        .bind("hashes", texts(batch, ItemText::hash))
        .bind("metadata", texts(batch, item -> json.writeValueAsString(item.metadata())))
        .bind("raws", texts(batch, ArtifactRows::storableRaw))
        .bind("now", now)
        .map(row ->
            new Row(
                Column.of(row, "number", Integer.class),
                Column.of(row, "id", Long.class),
                row.get("inserted", Boolean.class)))
        .all();
  }

  /** Notes that something beside the row changed. */
  Mono<Void> touch(List<Long> artifacts, Instant now) {
    return artifacts.isEmpty()
        ? Mono.empty()
        : database.sql(TOUCH).bind("ids", artifacts.toArray(Long[]::new)).bind("now", now).then();
  }

  /** Marks the scores of artifacts as due: what they were computed from has changed. */
  Mono<Void> markDue(List<Long> artifacts) {
    return artifacts.isEmpty()
        ? Mono.empty()
        : database.sql(MARK_DUE).bind("ids", artifacts.toArray(Long[]::new)).then();
  }

  private static @Nullable String storableRaw(RawArtifact item) {
    String raw = item.rawJson();
    // PostgreSQL holds no NUL, escaped or not, and the item is worth more than its raw form.
    return raw == null || raw.contains("\\u0000") ? null : raw;
  }

  private static @Nullable String[] texts(
      List<RawArtifact> batch, Function<RawArtifact, @Nullable String> value) {
    @Nullable String[] texts = new String[batch.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = value.apply(batch.get(i));
    }
    return texts;
  }

  private static <T> T[] array(
      List<RawArtifact> batch, IntFunction<T[]> make, Function<RawArtifact, T> value) {
    return batch.stream().map(value).toArray(make);
  }
}
