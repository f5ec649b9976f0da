/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.testkit.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A fresh schema, read back from the catalogue, is the one of the specification. */
class SchemaReadBackTest {

  private static List<String> expected;
  private static SchemaCatalogue actual;

  @BeforeAll
  static void read() throws Exception {
    expected = expectedLines();
    TestPostgres postgres = TestPostgres.shared();
    try (Connection connection = postgres.connect(postgres.migratedDatabase())) {
      actual = SchemaCatalogue.read(connection);
    }
  }

  private static List<String> expectedLines() throws IOException {
    try (InputStream file =
        SchemaReadBackTest.class.getResourceAsStream("/schema/data-model.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          // What the schema adds to the specification is marked for readers alone.
          .map(line -> line.replaceAll("(?<=\\S)\\+(?= |$)", "").replaceAll(" \\+$", ""))
          .toList();
    }
  }

  @Test
  @Tag("DM-02")
  @Tag("DM-03")
  @Tag("DM-05")
  @Tag("DM-10")
  @Tag("DM-11")
  @Tag("DM-12")
  @Tag("DM-13")
  @Tag("DM-15")
  @Tag("DM-16")
  @Tag("DM-17")
  @Tag("DM-18")
  @Tag("DM-19")
  @Tag("DM-20")
  @Tag("DM-21")
  @Tag("DM-22")
  void everyTableHasTheColumnsAndRulesOfTheSpecification() {
    List<String> spelled = new ArrayList<>();
    for (String line : expected) {
      if (line.startsWith("table ") || line.startsWith("  ")) {
        spelled.add(line);
      }
    }

    assertThat(blocks(actualTables())).containsExactlyInAnyOrderElementsOf(blocks(spelled));
  }

  @Test
  void thereAreFiftyOneTables() {
    assertThat(actual.tables()).hasSize(51);
  }

  @Test
  void everyIndexOfTheSpecificationIsThereAndNoOther() {
    Stream<String> spelled =
        expected.stream()
            .filter(line -> line.contains("index "))
            .map(line -> line.replaceFirst("^index \\S+ |^trigram index ", ""));

    assertThat(actual.indexes().stream().map(SchemaCatalogue.Index::words))
        .containsExactlyInAnyOrderElementsOf(spelled.toList());
  }

  private static List<String> actualTables() {
    List<String> lines = new ArrayList<>();
    for (SchemaCatalogue.Table table : actual.tables()) {
      lines.add(("table " + table.name() + " " + String.join(" ", table.times())).stripTrailing());
      for (SchemaCatalogue.Column column : table.columns()) {
        boolean isId =
            column.name().equals("id")
                && column.type().equals("bigint")
                && column.rules().equals(List.of("identity", "PK"));
        lines.add(
            isId
                ? "  id PK"
                : ("  "
                        + column.name()
                        + " "
                        + column.type()
                        + " "
                        + String.join(" ", column.rules()))
                    .stripTrailing());
      }
      table.rules().forEach(rule -> lines.add("  " + rule));
    }
    return lines;
  }

  /** Joins each table with its lines, so that a difference shows the table that has it. */
  private static List<String> blocks(List<String> lines) {
    List<String> blocks = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("table ")) {
        blocks.add(line);
      } else {
        blocks.set(blocks.size() - 1, blocks.getLast() + "\n" + line);
      }
    }
    return blocks;
  }
}
