/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.info;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the process says about itself.
 *
 * @param version version of this program
 * @param commit what it was built from, or {@code unknown}
 * @param schema what it needs and what the database offers
 * @param modes what this process does
 */
record Info(String version, String commit, Schema schema, List<String> modes) {

  /**
   * Levels of the schema.
   *
   * @param expanded newest expand script that was applied; null when the database does not say
   * @param floor least level that may serve; null when the database does not say
   * @param needs level that this image relies on
   */
  record Schema(@Nullable Integer expanded, @Nullable Integer floor, int needs) {}
}
