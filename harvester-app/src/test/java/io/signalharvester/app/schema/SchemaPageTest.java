/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import static io.signalharvester.app.testkit.ReferencePages.row;

import io.signalharvester.app.testkit.ReferencePages;
import io.signalharvester.app.testkit.TestPostgres;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference page of the schema says what the catalogue of a fresh database says. */
class SchemaPageTest {

  private static final ReferencePages PAGES = new ReferencePages("SchemaPageTest");

  @Test
  void schemaPageIsThatOfTheDatabase() throws Exception {
    TestPostgres postgres = TestPostgres.shared();
    try (Connection connection = postgres.connect(postgres.migratedDatabase())) {
      PAGES.compare("schema.md", page(SchemaCatalogue.read(connection)));
    }
  }

  private static String page(SchemaCatalogue catalogue) {
    StringBuilder page =
        new StringBuilder(PAGES.head("Tables of the database"))
            .append(
                "Read back from a fresh PostgreSQL after `migrate`, level "
                    + SchemaLevel.NEEDS
                    + ": "
                    + catalogue.tables().size()
                    + " tables and "
                    + catalogue.indexes().size()
                    + " secondary indexes, those of the extension pg_trgm among them.\n\n"
                    + "`vN` is varchar(N), `ts` timestamptz, `dp` double precision; `NN` NOT NULL, `D x` default x,"
                    + " `identity` a number that the database gives, `FK->t` a reference to t that goes with its row"
                    + " (ON DELETE CASCADE) or as it says; words in brackets are the allowed values, `0-100` the"
                    + " allowed range. `created_at` and `updated_at` are `ts NN D now()`.\n");
    for (SchemaCatalogue.Table table : catalogue.tables()) {
      page.append("\n## ")
          .append(table.name())
          .append("\n\n| Column | Type | Rules |\n|---|---|---|\n");
      for (SchemaCatalogue.Column column : table.columns()) {
        page.append(
            row("`" + column.name() + "`", column.type(), String.join(" ", column.rules())));
      }
      for (String time : table.times()) {
        page.append(row("`" + time.substring(1) + "`", "ts", "NN D now()"));
      }
      page.append('\n');
      table.rules().forEach(rule -> page.append("- ").append(code(rule)).append('\n'));
      List<String> indexes =
          catalogue.indexes().stream()
              .filter(index -> index.table().equals(table.name()))
              .map(index ->
                  "- index " + code(index.words().substring(table.name().length()).strip()) + "\n")
              .toList();
      indexes.forEach(page::append);
    }
    return page.toString().replaceAll("\n\n+(?=\n## |$)", "\n");
  }

  private static String code(String words) {
    return "`" + words + "`";
  }
}
