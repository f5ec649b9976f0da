/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

/** The two lines of scripts, each with a history table of its own. */
public enum MigrationLine {
  /** Adds what newer images read; older images go on working. */
  EXPAND("classpath:db/migration/expand", "flyway_expand_history"),
  /** Removes what no running image reads any more. */
  CONTRACT("classpath:db/migration/contract", "flyway_contract_history");

  private final String location;
  private final String historyTable;

  MigrationLine(String location, String historyTable) {
    this.location = location;
    this.historyTable = historyTable;
  }

  String location() {
    return location;
  }

  String historyTable() {
    return historyTable;
  }

  String phase() {
    return this == EXPAND ? "expand" : "contract";
  }
}
