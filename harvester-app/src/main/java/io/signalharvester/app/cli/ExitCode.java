/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

/** Exit codes of the process. Scripts and the operator rely on the numbers. */
public enum ExitCode {
  /** Done. */
  OK(0, "done"),
  /** Failed while running. */
  FAILED(1, "failed while running"),
  /** A check found something wrong. */
  INVALID(
      2,
      "a check failed: the settings, the schema, or scripts that were applied and differ from this image's"),
  /** Another process holds the lock. */
  LOCK_BUSY(3, "another run holds the lock: of the migration, or of the same pipeline"),
  /** A migration failed. */
  MIGRATION_FAILED(4, "a migration failed"),
  /** A store cannot be reached. */
  DATABASE_AWAY(5, "PostgreSQL cannot be used"),
  /** What the command names does not exist. */
  NOT_FOUND(7, "what the command names does not exist"),
  /** Wrong command line. */
  USAGE(64, "wrong command line");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** Returns the number. */
  public int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }
}
