/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli.output;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows as CSV (RFC 4180). Texts come from the internet and files are opened in spreadsheets, so a
 * text that a spreadsheet would run as a formula begins with an apostrophe.
 */
final class Csv {

  /** What begins a formula somewhere, in both widths (OWASP, CSV injection). */
  private static final Pattern FORMULA = Pattern.compile("(?s)[=+\\-@\\t\\r\\n＝＋－＠].*");

  private static final Pattern NEEDS_QUOTES = Pattern.compile("(?s)(\\s.*|.*\\s|.*[\",\\r\\n].*)");

  private Csv() {}

  static String of(List<ObjectNode> rows) {
    List<String> names = Cells.names(rows);
    if (names.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(names.stream().map(Csv::quoted).collect(Collectors.joining(","))).append("\r\n");
    for (ObjectNode row : rows) {
      text.append(names.stream().map(name -> cell(row.path(name))).collect(Collectors.joining(",")))
          .append("\r\n");
    }
    return text.toString();
  }

  private static String cell(JsonNode value) {
    String text = Cells.text(value);
    // A negative number is no formula.
    return quoted(!value.isNumber() && FORMULA.matcher(text).matches() ? "'" + text : text);
  }

  private static String quoted(String text) {
    return NEEDS_QUOTES.matcher(text).matches() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
