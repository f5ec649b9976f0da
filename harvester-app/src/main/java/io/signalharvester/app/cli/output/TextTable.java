/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows as columns for people: numbers to the right, long texts cut. */
final class TextTable {

  private static final int WIDEST = 72;
  private static final String GAP = "  ";

  /** Texts come from the internet; what steers a terminal or turns the line round is left out. */
  private static final Pattern STEERING = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]+");

  private TextTable() {}

  static String of(List<ObjectNode> rows, List<String> wanted) {
    List<String> columns = wanted.isEmpty() ? Cells.names(rows) : wanted;
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns);
    rows.forEach(row -> lines.add(columns.stream().map(name -> shown(row.path(name))).toList()));
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder written = new StringBuilder();
      for (int column = 0; column < columns.size(); column++) {
        boolean right = isNumeric(rows, columns.get(column));
        written.append(padded(line.get(column), width(lines, column), right)).append(GAP);
      }
      text.append(written.toString().stripTrailing()).append(System.lineSeparator());
    }
    return columns.isEmpty() ? "" : text.toString();
  }

  private static String shown(JsonNode value) {
    String text = STEERING.matcher(Cells.text(value)).replaceAll(" ");
    return length(text) <= WIDEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, WIDEST - 3)) + "...";
  }

  private static boolean isNumeric(List<ObjectNode> rows, String column) {
    return !rows.isEmpty()
        && rows.stream()
            .map(row -> row.path(column))
            .allMatch(value -> value.isNumber() || value.isNull());
  }

  private static int width(List<List<String>> lines, int column) {
    return lines.stream().mapToInt(line -> length(line.get(column))).max().orElse(0);
  }

  private static String padded(String text, int width, boolean right) {
    String space = " ".repeat(width - length(text));
    return right ? space + text : text + space;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
