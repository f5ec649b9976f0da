/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import io.signalharvester.app.store.Column;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps the rows of the taxonomy, and the links of artifacts to them. */
public final class TopicStore {

  // An imported topic may have taken a name; then the path, which is unique too, stands in for it.
  private static final String ADD_MISSING =
      """
      INSERT INTO topics (name, taxonomy_path, description)
      SELECT CASE WHEN EXISTS (SELECT 1 FROM topics t WHERE t.name = w.name) THEN w.path ELSE w.name END, w.path, w.description
      FROM unnest(:names::text[], :paths::text[], :descriptions::text[]) WITH ORDINALITY AS w(name, path, description, place)
      WHERE NOT EXISTS (SELECT 1 FROM topics t WHERE t.taxonomy_path = w.path)
      ORDER BY w.place
      ON CONFLICT DO NOTHING
      """;

  private static final String IDS =
      "SELECT id, taxonomy_path FROM topics WHERE taxonomy_path = ANY(:paths)";

  // An artifact that was deleted meanwhile is no error: it has nothing to be linked.
  private static final String REPLACE =
      """
      WITH wanted AS (SELECT a.id AS artifact_id, w.topic_id, w.confidence, coalesce(a.published_at, a.first_seen_at) AS published_at
                      FROM unnest(:artifacts::bigint[], :topics::bigint[], :confidences::float8[])
                           AS w(artifact_id, topic_id, confidence)
                      JOIN artifacts a ON a.id = w.artifact_id),
           dropped AS (DELETE FROM artifact_topics t
                       WHERE t.artifact_id = ANY(:all)
                         AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.artifact_id = t.artifact_id AND w.topic_id = t.topic_id)
                       RETURNING t.artifact_id),
           linked AS (INSERT INTO artifact_topics AS t (artifact_id, topic_id, confidence, published_at)
                      SELECT artifact_id, topic_id, confidence, published_at FROM wanted
                      ON CONFLICT (artifact_id, topic_id) DO UPDATE
                        SET confidence = excluded.confidence, published_at = excluded.published_at, updated_at = now()
                        WHERE (t.confidence, t.published_at) IS DISTINCT FROM (excluded.confidence, excluded.published_at)
                      RETURNING t.artifact_id)
      SELECT artifact_id FROM dropped UNION SELECT artifact_id FROM linked
      """;

  private final DatabaseClient database;

  /**
   * Creates the store.
   *
   * @param database where topics are
   */
  public TopicStore(DatabaseClient database) {
    this.database = database;
  }

  /**
   * A link to be.
   *
   * @param artifact id of the artifact
   * @param topic id of the topic
   * @param confidence how sure it is, 0 to 1
   */
  public record Link(long artifact, long topic, double confidence) {}

  /**
   * Adds the nodes of the taxonomy that have no row yet.
   *
   * @return the id of every node by its path
   */
  public Mono<Map<String, Long>> ensureTaxonomy() {
    String[] paths = column(Taxonomy.Topic::path);
    return database
        .sql(ADD_MISSING)
        .bind("names", column(Taxonomy.Topic::name))
        .bind("paths", paths)
        .bind("descriptions", column(Taxonomy.Topic::description))
        .then()
        .thenMany(
            database
                .sql(IDS)
                .bind("paths", paths)
                .map(row ->
                    Map.entry(
                        Column.of(row, "taxonomy_path", String.class),
                        Column.of(row, "id", Long.class)))
                .all())
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  /**
   * Makes these the only links of the artifacts.
   *
   * @param artifacts ids of the artifacts whose links are replaced
   * @param links their links, no pair of artifact and topic twice
   * @return the artifacts for which something changed
   */
  public Flux<Long> replaceLinks(Collection<Long> artifacts, List<Link> links) {
    return database
        .sql(REPLACE)
        .bind("all", artifacts.toArray(Long[]::new))
        .bind("artifacts", links.stream().map(Link::artifact).toArray(Long[]::new))
        .bind("topics", links.stream().map(Link::topic).toArray(Long[]::new))
        .bind("confidences", links.stream().map(Link::confidence).toArray(Double[]::new))
        .map(row -> Column.of(row, "artifact_id", Long.class))
        .all();
  }

  private static String[] column(Function<Taxonomy.Topic, String> part) {
    return Taxonomy.topics().stream().map(part).toArray(String[]::new);
  }
}
