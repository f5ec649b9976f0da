/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.store;

import io.r2dbc.spi.Readable;

/** Reads columns that the schema declares NOT NULL. */
public final class Column {

  private Column() {}

  /**
   * Returns the value of a column.
   *
   * @throws IllegalStateException when it is null against the schema
   */
  public static <T> T of(Readable row, String name, Class<T> type) {
    T value = row.get(name, type);
    if (value == null) {
      throw new IllegalStateException("column " + name + " cannot be null and is");
    }
    return value;
  }
}
