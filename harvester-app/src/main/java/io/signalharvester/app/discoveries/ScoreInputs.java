/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.discoveries.Unscored.Artifact;
import io.signalharvester.app.scoring.ScoreInput.Author;
import io.signalharvester.app.scoring.ScoreInput.AuthorAccount;
import io.signalharvester.app.store.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Reads what scores are computed from, for many artifacts at once: a few statements a batch. */
public final class ScoreInputs {

  // The state is that of what may change while a score is computed; it is compared when the score
  // is stored. Every update of a row gives it another xmin, a mark on a marked row too.
  private static final String ARTIFACTS =
      """
      SELECT a.id AS artifact_id, a.source, a.title, a.content, a.published_at, a.first_seen_at, a.engagement,
             concat(a.updated_at, '/', s.xmin) AS state
      FROM artifacts a LEFT JOIN artifact_scores s ON s.artifact_id = a.id
      WHERE a.id = ANY(:ids) ORDER BY a.id
      """;

  private static final String AUTHORS =
      """
      SELECT l.artifact_id, e.id AS entity_id, e.influence_score, l.confidence, c.platform,
             c.confidence AS account_confidence
      FROM artifact_entities l JOIN entities e ON e.id = l.entity_id LEFT JOIN accounts c ON c.entity_id = e.id
      WHERE l.artifact_id = ANY(:ids) AND l.role = 'author'
      ORDER BY l.artifact_id, e.id, c.id
      """;

  private static final String TOPICS =
      "SELECT artifact_id, topic_id FROM artifact_topics WHERE artifact_id = ANY(:ids) ORDER BY artifact_id, topic_id";

  // An artifact has a vector of each model that was ever used; the last one written is the present
  // one.
  private static final String VECTORS =
      """
      SELECT DISTINCT ON (ref_id) ref_id AS artifact_id, model, vector FROM embeddings
      WHERE kind = 'artifact' AND ref_id = ANY(:ids) ORDER BY ref_id, version DESC
      """;

  private static final String CORROBORATION =
      """
      SELECT e.artifact_id, other.source, max(e.confidence) AS confidence
      FROM (SELECT source_artifact_id AS artifact_id, target_artifact_id AS other_id, confidence
            FROM artifact_relationships WHERE source_artifact_id = ANY(:ids)
            UNION ALL
            SELECT target_artifact_id, source_artifact_id, confidence
            FROM artifact_relationships WHERE target_artifact_id = ANY(:ids)) e
      JOIN artifacts other ON other.id = e.other_id
      JOIN artifacts own ON own.id = e.artifact_id
      WHERE other.source <> own.source
      GROUP BY e.artifact_id, other.source
      """;

  private final DatabaseClient database;

  /**
   * Creates the reader.
   *
   * @param database where artifacts and all that belongs to them are
   */
  public ScoreInputs(DatabaseClient database) {
    this.database = database;
  }

  /** Reads what is known of all topics at a moment. */
  public Mono<TopicFacts> topics(Instant moment) {
    return TopicFacts.read(database, moment);
  }

  /**
   * Reads what is known of artifacts, by ascending id; one that is gone is left out.
   *
   * @param ids ids of artifacts, some hundred
   * @param topics what is known of topics
   */
  public Mono<List<Unscored>> read(List<Long> ids, TopicFacts topics) {
    // The artifacts come first: what changes after that shows when the score is stored.
    return rows(ARTIFACTS, ids, Artifact::of)
        .flatMap(artifacts ->
            Mono.zip(
                    rows(AUTHORS, ids, Link::of),
                    rows(TOPICS, ids, row -> Column.of(row, "topic_id", Long.class)),
                    rows(VECTORS, ids, ModelVector::of),
                    rows(CORROBORATION, ids, Edge::of))
                .map(more ->
                    artifacts.values().stream()
                        .map(List::getFirst)
                        .map(artifact ->
                            new Unscored(
                                artifact,
                                authors(more.getT1().getOrDefault(artifact.id(), List.of())),
                                more.getT2().getOrDefault(artifact.id(), List.of()),
                                more.getT3().getOrDefault(artifact.id(), List.of()),
                                edges(more.getT4().getOrDefault(artifact.id(), List.of())),
                                topics))
                        .toList()));
  }

  /** Reads rows by the artifact that they belong to, in the order of the statement. */
  private <T> Mono<Map<Long, List<T>>> rows(
      String sql, List<Long> ids, Function<Readable, T> reading) {
    return database
        .sql(sql)
        .bind("ids", ids.toArray(Long[]::new))
        .map(row -> Map.entry(Column.of(row, "artifact_id", Long.class), reading.apply(row)))
        .all()
        .collect(
            LinkedHashMap::new,
            (byArtifact, row) ->
                byArtifact
                    .computeIfAbsent(row.getKey(), ignored -> new ArrayList<>())
                    .add(row.getValue()));
  }

  /** One account of one author, or an author without any. */
  private record Link(
      long entity, double influence, double confidence, @Nullable AuthorAccount account) {

    static Link of(Readable row) {
      String platform = row.get("platform", String.class);
      return new Link(
          Column.of(row, "entity_id", Long.class),
          Column.of(row, "influence_score", Double.class),
          Column.of(row, "confidence", Double.class),
          platform == null
              ? null
              : new AuthorAccount(platform, Column.of(row, "account_confidence", Double.class)));
    }
  }

  private record Edge(String source, double confidence) {

    static Edge of(Readable row) {
      return new Edge(
          Column.of(row, "source", String.class), Column.of(row, "confidence", Double.class));
    }
  }

  private static List<Author> authors(List<Link> links) {
    Map<Long, List<Link>> byAuthor =
        links.stream()
            .collect(Collectors.groupingBy(Link::entity, LinkedHashMap::new, Collectors.toList()));
    return byAuthor.values().stream()
        .map(of ->
            new Author(
                of.getFirst().influence(),
                of.getFirst().confidence(),
                of.stream().map(Link::account).filter(Objects::nonNull).toList()))
        .toList();
  }

  private static SortedMap<String, Double> edges(List<Edge> edges) {
    SortedMap<String, Double> bySource = new TreeMap<>();
    edges.forEach(edge -> bySource.put(edge.source(), edge.confidence()));
    return bySource;
  }
}
