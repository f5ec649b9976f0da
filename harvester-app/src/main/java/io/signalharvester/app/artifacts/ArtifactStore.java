/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import io.r2dbc.postgresql.codec.Json;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.store.Column;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores items by source and id: the same item twice is one row, an item that changed is brought up
 * to date, and one that did not change is not written at all.
 */
public final class ArtifactStore {

  private static final int SUMMARY_CHARACTERS = 360;
  private static final int NAME_CHARACTERS = 256;

  // A later "updated" of the source alone is no change: the text, the version or a link would
  // differ too.
  private static final String UPSERT =
      """
      INSERT INTO artifacts AS a (artifact_type, source, external_id, title, url, summary, content, published_at,
                                  first_seen_at, engagement, content_hash, metadata_json, created_at, updated_at)
      VALUES (:type, :source, :externalId, :title, :url, :summary, :content, :publishedAt,
              :now, :engagement, :hash, :metadata, :now, :now)
      ON CONFLICT (source, external_id) DO UPDATE
        SET title = excluded.title, url = excluded.url, summary = excluded.summary, content = excluded.content,
            published_at = excluded.published_at, engagement = greatest(a.engagement, excluded.engagement),
            content_hash = excluded.content_hash, metadata_json = excluded.metadata_json, updated_at = excluded.updated_at
        WHERE (a.content_hash, a.url, a.published_at, a.metadata_json - 'updated')
                IS DISTINCT FROM (excluded.content_hash, excluded.url, excluded.published_at, excluded.metadata_json - 'updated')
           OR a.engagement < excluded.engagement
      RETURNING id, (xmax = 0) AS inserted
      """;

  // Entities are not unique by name, so the statement looks before it makes one; a pipeline runs
  // alone.
  private static final String LINK_AUTHOR =
      """
      WITH found AS (SELECT coalesce(merged_into_id, id) AS id FROM entities
                     WHERE entity_type = 'person' AND normalized_name = :normalized
                     ORDER BY merged_into_id NULLS FIRST, id LIMIT 1),
           made AS (INSERT INTO entities (entity_type, name, normalized_name)
                    SELECT 'person', :name, :normalized WHERE NOT EXISTS (SELECT 1 FROM found) RETURNING id)
      INSERT INTO artifact_entities (artifact_id, entity_id, role, confidence, position)
      SELECT :artifact, id, 'author', 1, :position FROM (SELECT id FROM found UNION ALL SELECT id FROM made) person
      ON CONFLICT (artifact_id, entity_id, role) DO UPDATE SET position = excluded.position
      """;

  private final DatabaseClient database;
  private final TransactionalOperator transaction;
  private final JsonMapper json;

  /**
   * Creates the store.
   *
   * @param database where artifacts are
   * @param transaction makes one artifact and its authors one unit
   * @param json writes metadata
   */
  public ArtifactStore(
      DatabaseClient database, TransactionalOperator transaction, JsonMapper json) {
    this.database = database;
    this.transaction = transaction;
    this.json = json;
  }

  /** What storing did. */
  public enum Stored {
    /** A new row. */
    INSERTED,
    /** A row that was there and changed. */
    UPDATED,
    /** A row that was there and is the same. */
    UNCHANGED
  }

  /**
   * Stores an item with its authors, or nothing of it.
   *
   * @param artifact the item
   * @param now the present
   */
  public Mono<Stored> save(RawArtifact artifact, Instant now) {
    return upsert(artifact, now)
        .flatMap(row -> linkAuthors(row.id(), artifact).thenReturn(row.outcome()))
        .defaultIfEmpty(Stored.UNCHANGED)
        .as(transaction::transactional);
  }

  private Mono<Row> upsert(RawArtifact artifact, Instant now) {
    return database
        .sql(UPSERT)
        .bind("type", artifact.type())
        .bind("source", artifact.source())
        .bind("externalId", artifact.externalId())
        .bind("title", artifact.title())
        .bind("url", artifact.url())
        .bind("summary", cut(artifact.content(), SUMMARY_CHARACTERS))
        .bind("content", artifact.content())
        .bind("publishedAt", artifact.publishedAt())
        .bind("now", now)
        .bind("engagement", artifact.engagement())
        .bind("hash", hashOf(artifact))
        .bind("metadata", Json.of(json.writeValueAsString(artifact.metadata())))
        .map(row ->
            new Row(
                Column.of(row, "id", Long.class),
                Column.of(row, "inserted", Boolean.class) ? Stored.INSERTED : Stored.UPDATED))
        .one();
  }

  private Mono<Void> linkAuthors(long id, RawArtifact artifact) {
    Map<String, String> byNormalized = new LinkedHashMap<>();
    for (String author : artifact.authors()) {
      byNormalized.putIfAbsent(normalized(author), cut(author, NAME_CHARACTERS));
    }
    return Flux.fromIterable(byNormalized.entrySet())
        .index()
        .concatMap(author ->
            database
                .sql(LINK_AUTHOR)
                .bind("artifact", id)
                .bind("name", author.getT2().getValue())
                .bind("normalized", author.getT2().getKey())
                .bind("position", author.getT1().intValue())
                .then())
        .then();
  }

  private record Row(long id, Stored outcome) {}

  static String normalized(String name) {
    String folded = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return cut(folded.strip().replaceAll("\\s+", " "), NAME_CHARACTERS);
  }

  private static String cut(String text, int characters) {
    if (text.codePointCount(0, text.length()) <= characters) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, characters));
  }

  private static String hashOf(RawArtifact artifact) {
    try {
      byte[] text = (artifact.title() + "\n" + artifact.content()).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
