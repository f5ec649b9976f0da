/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

/** How `migrate` ended. */
public sealed interface MigrationOutcome {

  /**
   * The line is applied.
   *
   * @param applied scripts that this call applied; 0 when there was nothing to do
   * @param level what the database offers now
   */
  record Done(int applied, SchemaLevel level) implements MigrationOutcome {}

  /**
   * Another migration holds the lock for too long.
   *
   * @param sentence says so
   */
  record LockBusy(String sentence) implements MigrationOutcome {}

  /**
   * A script failed; what it did was rolled back.
   *
   * @param sentence says which and why
   */
  record Failed(String sentence) implements MigrationOutcome {}

  /**
   * The database did not answer.
   *
   * @param sentence names host, port and remedy
   */
  record DatabaseAway(String sentence) implements MigrationOutcome {}
}
