/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

/** Why a question about the schema has no answer; the message is a sentence for people. */
public final class SchemaFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean away;

  SchemaFault(boolean away, String sentence) {
    super(sentence);
    this.away = away;
  }

  /** Returns whether the database does not answer, so that a later try may succeed. */
  public boolean databaseAway() {
    return away;
  }
}
