/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import io.signalharvester.app.classify.ClassificationStore.Classified;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Keeps the organisations and laboratories that own artifacts, and links them. */
final class OrganisationStore {

  // Entities are not unique by name, so the statement looks before it makes one; a pipeline runs
  // alone.
  private static final String LINK =
      """
      WITH wanted AS (SELECT * FROM unnest(:artifacts::bigint[], :types::text[], :names::text[], :normalized::text[])
                           AS w(artifact_id, entity_type, name, normalized_name)),
           found AS (SELECT DISTINCT ON (e.entity_type, e.normalized_name) coalesce(e.merged_into_id, e.id) AS id,
                            e.entity_type, e.normalized_name
                     FROM entities e
                     WHERE (e.entity_type, e.normalized_name) IN (SELECT entity_type, normalized_name FROM wanted)
                     ORDER BY e.entity_type, e.normalized_name, e.merged_into_id NULLS FIRST, e.id),
           made AS (INSERT INTO entities (entity_type, name, normalized_name)
                    SELECT DISTINCT ON (entity_type, normalized_name) entity_type, name, normalized_name FROM wanted w
                    WHERE NOT EXISTS (SELECT 1 FROM found f
                                      WHERE f.entity_type = w.entity_type AND f.normalized_name = w.normalized_name)
                    ORDER BY entity_type, normalized_name, artifact_id
                    RETURNING id, entity_type, normalized_name)
      INSERT INTO artifact_entities (artifact_id, entity_id, role, confidence)
      SELECT w.artifact_id, e.id, 'owner', 1
      FROM wanted w JOIN (SELECT * FROM found UNION ALL SELECT * FROM made) e
        ON e.entity_type = w.entity_type AND e.normalized_name = w.normalized_name
      ON CONFLICT (artifact_id, entity_id, role) DO NOTHING
      """;

  private static final Set<String> LABORATORY =
      Set.of("lab", "laboratory", "research", "institute", "deepmind");

  private final DatabaseClient database;

  OrganisationStore(DatabaseClient database) {
    this.database = database;
  }

  /** Links each artifact that an organisation owns to the entity of that organisation. */
  Mono<Void> linkOwners(List<Classified> batch) {
    List<Classified> owned =
        batch.stream()
            .filter(row -> !nameOf(row).isBlank() && nameOf(row).length() <= 256)
            .toList();
    if (owned.isEmpty()) {
      return Mono.empty();
    }
    return database
        .sql(LINK)
        .bind("artifacts", owned.stream().map(row -> row.artifact().id()).toArray(Long[]::new))
        .bind("types", owned.stream().map(row -> typeOf(nameOf(row))).toArray(String[]::new))
        .bind("names", owned.stream().map(OrganisationStore::nameOf).toArray(String[]::new))
        .bind(
            "normalized",
            owned.stream().map(row -> nameOf(row).toLowerCase(Locale.ROOT)).toArray(String[]::new))
        .then();
  }

  static String typeOf(String name) {
    return Tokens.of(name).stream().anyMatch(LABORATORY::contains) ? "lab" : "org";
  }

  private static String nameOf(Classified row) {
    String name = row.artifact().organisation();
    return name == null ? "" : name.strip();
  }
}
