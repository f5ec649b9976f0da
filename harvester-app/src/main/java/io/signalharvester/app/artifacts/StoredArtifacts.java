/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import io.signalharvester.app.sources.KnownItems;
import io.signalharvester.app.store.Column;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Tells which items of a source have a row. */
public final class StoredArtifacts implements KnownItems {

  private final DatabaseClient database;

  /**
   * Creates the reader.
   *
   * @param database where artifacts are
   */
  public StoredArtifacts(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<Set<String>> among(String source, Collection<String> externalIds) {
    return externalIds.isEmpty()
        ? Mono.just(Set.of())
        : database
            .sql(
                """
                SELECT external_id FROM artifacts WHERE source = :source AND external_id = ANY(:ids)
                """)
            .bind("source", source)
            .bind("ids", externalIds.toArray(String[]::new))
            .map(row -> Column.of(row, "external_id", String.class))
            .all()
            .collect(Collectors.toUnmodifiableSet());
  }
}
