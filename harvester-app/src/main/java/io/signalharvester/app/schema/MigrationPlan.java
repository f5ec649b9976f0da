/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a migration would do.
 *
 * @param line which scripts
 * @param level what the database offers now, or null when it has no schema yet
 * @param pending scripts that would be applied, in order
 * @param differences sentences about applied scripts that are not those of this image; a migration
 *     refuses to go on as long as there is one
 */
public record MigrationPlan(
    MigrationLine line,
    @Nullable SchemaLevel level,
    List<Script> pending,
    List<String> differences) {

  /** Copies the lists. */
  public MigrationPlan {
    pending = List.copyOf(pending);
    differences = List.copyOf(differences);
  }

  /**
   * A script.
   *
   * @param version its number
   * @param file its name
   * @param description what its name says
   * @param sql its text
   */
  public record Script(int version, String file, String description, String sql) {}
}
