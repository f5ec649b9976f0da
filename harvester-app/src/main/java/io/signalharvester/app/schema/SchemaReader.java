/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import io.r2dbc.spi.R2dbcException;
import io.signalharvester.app.store.Column;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Reads which levels the database offers. */
public final class SchemaReader {

  private static final String UNDEFINED_TABLE = "42P01";

  private final DatabaseClient database;

  /**
   * Creates a reader.
   *
   * @param database where the schema is
   */
  public SchemaReader(DatabaseClient database) {
    this.database = database;
  }

  /**
   * Returns the level, or nothing when the schema was never made; an error when the database does
   * not answer.
   */
  public Mono<SchemaLevel> level() {
    return database
        .sql("SELECT expanded, floor FROM schema_compatibility WHERE component = 'app'")
        .map(row ->
            new SchemaLevel(
                Column.of(row, "expanded", Integer.class), Column.of(row, "floor", Integer.class)))
        .one()
        .onErrorResume(SchemaReader::tableIsMissing, error -> Mono.empty());
  }

  private static boolean tableIsMissing(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof R2dbcException database
          && UNDEFINED_TABLE.equals(database.getSqlState())) {
        return true;
      }
    }
    return false;
  }
}
