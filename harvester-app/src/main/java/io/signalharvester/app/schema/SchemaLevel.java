/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

/**
 * What the database can serve.
 *
 * @param expanded newest expand script that was applied
 * @param floor least level that an image may need; contract scripts raise it
 */
public record SchemaLevel(int expanded, int floor) {

  /**
   * The newest expand script that the code of this image relies on. Raise it together with the code
   * that does.
   */
  public static final int NEEDS = 11;

  /**
   * Returns whether an image that needs this level may serve: {@code floor <= needs <= expanded}.
   */
  public boolean serves(int needs) {
    return floor <= needs && needs <= expanded;
  }
}
