/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli.output;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of rows as texts that stand in one cell. */
final class Cells {

  private Cells() {}

  /** Returns the names of all fields, each where it was first met. */
  static List<String> names(List<ObjectNode> rows) {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.propertyNames()));
    return List.copyOf(names);
  }

  /** Returns the text of a value: empty for none, JSON for what has parts. */
  static String text(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }
    return value.isContainer() ? value.toString() : value.asString();
  }
}
