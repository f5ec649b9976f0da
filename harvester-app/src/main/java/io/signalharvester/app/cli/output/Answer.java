/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli.output;

import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a command answers: one document, and the rows of it that fit into lines.
 *
 * @param document the whole answer, as JSON and YAML print it
 * @param rows its rows; CSV prints all their fields
 * @param columns the fields that a table shows, in order; empty means all
 */
public record Answer(JsonNode document, List<ObjectNode> rows, List<String> columns) {

  /** Keeps copies of the lists. */
  public Answer {
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
  }

  /**
   * Returns the answer that a list is.
   *
   * @param items records or maps; each is a row
   * @param columns the fields that a table shows; none means all
   */
  public static Answer list(List<?> items, String... columns) {
    JsonNode document = JsonMapper.shared().valueToTree(items);
    return new Answer(document, objects(document), List.of(columns));
  }

  /** Returns the answer that one record or map is: a document of one row. */
  public static Answer one(Object value) {
    ObjectNode document = JsonMapper.shared().valueToTree(value);
    return new Answer(document, List.of(document), List.of());
  }

  /**
   * Returns an answer whose rows are not its document.
   *
   * @param value the document
   * @param rows records or maps
   * @param columns the fields that a table shows; none means all
   */
  public static Answer of(Object value, List<?> rows, String... columns) {
    JsonMapper json = JsonMapper.shared();
    return new Answer(json.valueToTree(value), objects(json.valueToTree(rows)), List.of(columns));
  }

  /**
   * Prints the answer.
   *
   * @param format its form
   * @param out where it goes
   */
  public void print(OutputFormat format, PrintWriter out) {
    switch (format) {
      case TABLE -> out.print(TextTable.of(rows, columns));
      case JSON -> out.println(JsonMapper.shared().writeValueAsString(document));
      case YAML -> out.print(Yaml.of(document));
      case CSV -> out.print(Csv.of(rows));
    }
    out.flush();
  }

  private static List<ObjectNode> objects(JsonNode array) {
    return array.valueStream().map(ObjectNode.class::cast).toList();
  }
}
