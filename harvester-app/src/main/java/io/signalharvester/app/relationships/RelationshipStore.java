/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.relationships;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.relationships.Reference.Kind;
import io.signalharvester.app.store.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the artifacts whose references are not known yet, looks up both ends of references, and
 * writes edges.
 *
 * <p>The references of a text are kept as the list {@code references} in the {@code raw_json} of
 * its classification. An artifact without this list is due; classifying a changed artifact drops
 * the list. All look-ups are by index: the cost of a batch does not grow with the number of
 * artifacts.
 */
final class RelationshipStore {

  private static final String DUE =
      """
      SELECT a.id, a.source, a.artifact_type, a.external_id, left(a.title, 2000) AS title, left(a.url, 2000) AS url,
             left(a.content, 100000) AS content, left(a.metadata_json::text, 20000) AS metadata,
             a.metadata_json ->> 'doi' AS doi, a.metadata_json ->> 'fullName' AS full_name, c.updated_at AS classified_at
      FROM artifact_classifications c JOIN artifacts a ON a.id = c.artifact_id
      WHERE c.artifact_id > :after AND (c.raw_json -> 'references') IS NULL AND a.text_removed_at IS NULL
      ORDER BY c.artifact_id
      LIMIT :most
      """;

  // Each part has the condition of its index. OFFSET 0 keeps the condition on the source out of the
  // look-up: after many new rows the planner takes it for the rarer one and reads all repositories.
  private static final String TARGETS =
      """
      WITH named AS MATERIALIZED (SELECT * FROM unnest(:froms::bigint[], :kinds::text[], :ids::text[]) AS n(from_id, kind, ref)),
           pairs AS (SELECT n.from_id, a.id AS to_id, n.kind, a.source AS to_source
                     FROM named n JOIN artifacts a ON a.source = 'arxiv' AND a.external_id = n.ref
                     WHERE n.kind = 'arxiv'
                     UNION ALL
                     SELECT n.from_id, a.id, n.kind, a.source
                     FROM named n
                     CROSS JOIN LATERAL (SELECT id, source, artifact_type FROM artifacts
                                         WHERE metadata_json ->> 'fullName' IS NOT NULL AND lower(metadata_json ->> 'fullName') = n.ref
                                         OFFSET 0) a
                     WHERE n.kind = 'github' AND a.source = 'github' AND a.artifact_type = 'repo'
                     UNION ALL
                     SELECT n.from_id, a.id, n.kind, a.source
                     FROM named n JOIN artifacts a ON a.metadata_json ->> 'doi' IS NOT NULL AND lower(a.metadata_json ->> 'doi') = n.ref
                     WHERE n.kind = 'doi')
      SELECT p.from_id, p.to_id, p.kind, f.source AS from_source, p.to_source
      FROM pairs p JOIN artifacts f ON f.id = p.from_id
      WHERE p.from_id <> p.to_id
      """;

  private static final String REFERRERS =
      """
      SELECT c.artifact_id AS from_id, k.to_id, k.kind, f.source AS from_source, t.source AS to_source
      FROM unnest(:tos::bigint[], :kinds::text[], :keys::text[]) AS k(to_id, kind, key)
      JOIN artifact_classifications c ON c.raw_json -> 'references' @> to_jsonb(ARRAY[k.key])
      JOIN artifacts f ON f.id = c.artifact_id
      JOIN artifacts t ON t.id = k.to_id
      WHERE c.artifact_id <> k.to_id
      """;

  private static final String UPSERT =
      """
      INSERT INTO artifact_relationships AS r (source_artifact_id, target_artifact_id, relationship_type, confidence, detection_method)
      SELECT e.from_id, e.to_id, e.type, e.confidence, e.method
      FROM unnest(:froms::bigint[], :tos::bigint[], :types::text[], :confidences::float8[], :methods::text[])
           AS e(from_id, to_id, type, confidence, method)
      WHERE EXISTS (SELECT 1 FROM artifacts WHERE id = e.from_id) AND EXISTS (SELECT 1 FROM artifacts WHERE id = e.to_id)
      ON CONFLICT (source_artifact_id, target_artifact_id, relationship_type) DO UPDATE
        SET confidence = excluded.confidence, detection_method = excluded.detection_method, updated_at = now()
        WHERE r.confidence < excluded.confidence
      RETURNING source_artifact_id, target_artifact_id
      """;

  // A row that was classified again meanwhile stays due.
  private static final String KEEP =
      """
      UPDATE artifact_classifications c
      SET raw_json = coalesce(c.raw_json, '{}') || jsonb_build_object('references', w.list::jsonb)
      FROM unnest(:artifacts::bigint[], :lists::text[], :moments::timestamptz[]) AS w(artifact_id, list, at)
      WHERE c.artifact_id = w.artifact_id AND c.updated_at = w.at
      """;

  private final DatabaseClient database;
  private final JsonMapper json;

  RelationshipStore(DatabaseClient database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  /**
   * An artifact whose references are not known yet.
   *
   * @param id its id
   * @param texts where references may stand, joined
   * @param names what others may call it
   * @param classifiedAt version of its classification
   */
  record Due(long id, String texts, List<Reference> names, Instant classifiedAt) {}

  /** The references of an artifact. */
  record Read(Due artifact, Set<Reference> references) {}

  /** An artifact that names another one. */
  record Pair(long from, long to, Kind kind, String fromSource, String toSource) {}

  /** An edge. */
  record Edge(long from, long to, EdgeRule rule) {}

  /** The two ends of an edge that was written. */
  record Ends(long from, long to) {}

  Flux<Due> due(long afterId, int most) {
    return database
        .sql(DUE)
        .bind("after", afterId)
        .bind("most", most)
        .map(RelationshipStore::due)
        .all();
  }

  /** Returns the pairs in which one of these artifacts refers to another one that is stored. */
  Flux<Pair> targets(List<Read> batch) {
    List<Long> froms = new ArrayList<>();
    List<Reference> references = new ArrayList<>();
    for (Read read : batch) {
      for (Reference reference : read.references()) {
        froms.add(read.artifact().id());
        references.add(reference);
      }
    }
    return references.isEmpty()
        ? Flux.empty()
        : database
            .sql(TARGETS)
            .bind("froms", froms.toArray(Long[]::new))
            .bind("kinds", references.stream().map(r -> r.kind().label()).toArray(String[]::new))
            .bind("ids", references.stream().map(Reference::id).toArray(String[]::new))
            .map(RelationshipStore::pair)
            .all();
  }

  /** Returns the pairs in which an artifact that was read before refers to one of these. */
  Flux<Pair> referrers(List<Read> batch) {
    List<Long> tos = new ArrayList<>();
    List<Reference> names = new ArrayList<>();
    for (Read read : batch) {
      for (Reference name : read.artifact().names()) {
        tos.add(read.artifact().id());
        names.add(name);
      }
    }
    return names.isEmpty()
        ? Flux.empty()
        : database
            .sql(REFERRERS)
            .bind("tos", tos.toArray(Long[]::new))
            .bind("kinds", names.stream().map(name -> name.kind().label()).toArray(String[]::new))
            .bind("keys", names.stream().map(Reference::key).toArray(String[]::new))
            .map(RelationshipStore::pair)
            .all();
  }

  /**
   * Writes edges that are new or surer than the stored ones.
   *
   * @param edges no two of the same ends and type
   * @return the ends of those that were written
   */
  Flux<Ends> upsert(Collection<Edge> edges) {
    return edges.isEmpty()
        ? Flux.empty()
        : database
            .sql(UPSERT)
            .bind("froms", edges.stream().map(Edge::from).toArray(Long[]::new))
            .bind("tos", edges.stream().map(Edge::to).toArray(Long[]::new))
            .bind("types", edges.stream().map(edge -> edge.rule().type()).toArray(String[]::new))
            .bind(
                "confidences",
                edges.stream().map(edge -> edge.rule().confidence()).toArray(Double[]::new))
            .bind(
                "methods", edges.stream().map(edge -> edge.rule().method()).toArray(String[]::new))
            .map(row ->
                new Ends(
                    Column.of(row, "source_artifact_id", Long.class),
                    Column.of(row, "target_artifact_id", Long.class)))
            .all();
  }

  /** Keeps the references of artifacts, which are then no longer due. */
  Mono<Void> keep(List<Read> batch) {
    return database
        .sql(KEEP)
        .bind("artifacts", batch.stream().map(read -> read.artifact().id()).toArray(Long[]::new))
        .bind(
            "lists",
            batch.stream()
                .map(read ->
                    json.writeValueAsString(
                        read.references().stream().map(Reference::key).toList()))
                .toArray(String[]::new))
        .bind(
            "moments",
            batch.stream().map(read -> read.artifact().classifiedAt()).toArray(Instant[]::new))
        .then();
  }

  private static Due due(Readable row) {
    // The address comes first: where more is named than is taken, it must be among the taken.
    String texts =
        String.join(
            "\n",
            text(row, "url"),
            text(row, "title"),
            text(row, "metadata"),
            text(row, "content"));
    return new Due(
        Column.of(row, "id", Long.class),
        texts,
        names(row),
        Column.of(row, "classified_at", Instant.class));
  }

  // The same three conditions as in the look-up of targets.
  private static List<Reference> names(Readable row) {
    List<Reference> names = new ArrayList<>();
    String source = Column.of(row, "source", String.class);
    if (source.equals("arxiv")) {
      names.add(new Reference(Kind.ARXIV, Column.of(row, "external_id", String.class)));
    }
    if (source.equals("github") && Column.of(row, "artifact_type", String.class).equals("repo")) {
      Optional.ofNullable(row.get("full_name", String.class))
          .map(name -> new Reference(Kind.GITHUB, name.toLowerCase(Locale.ROOT)))
          .ifPresent(names::add);
    }
    Optional.ofNullable(row.get("doi", String.class))
        .map(doi -> new Reference(Kind.DOI, doi.toLowerCase(Locale.ROOT)))
        .ifPresent(names::add);
    return names;
  }

  private static String text(Readable row, String column) {
    return Objects.requireNonNullElse(row.get(column, String.class), "");
  }

  private static Pair pair(Readable row) {
    return new Pair(
        Column.of(row, "from_id", Long.class),
        Column.of(row, "to_id", Long.class),
        Kind.valueOf(Column.of(row, "kind", String.class).toUpperCase(Locale.ROOT)),
        Column.of(row, "from_source", String.class),
        Column.of(row, "to_source", String.class));
  }
}
