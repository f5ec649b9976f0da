/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

/** Exit codes of the process. Scripts and the operator rely on the numbers. */
public enum ExitCode {
  /** Done. */
  OK(0, "done"),
  /** Failed while running. */
  FAILED(1, "failed while running"),
  /** Wrong command line or settings. */
  USAGE(2, "wrong command line or settings"),
  /** Another process holds the lock. */
  LOCK_BUSY(3, "another migration holds the lock"),
  /** A migration failed. */
  MIGRATION_FAILED(4, "a migration failed"),
  /** A store cannot be reached. */
  DATABASE_AWAY(5, "PostgreSQL cannot be used");

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
