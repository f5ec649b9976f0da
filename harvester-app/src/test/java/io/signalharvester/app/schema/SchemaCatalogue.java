/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a schema back from PostgreSQL's own catalogue, in the words of the specification's data
 * model.
 */
final class SchemaCatalogue {

  /**
   * A table as the database has it.
   *
   * @param name its name
   * @param columns in order, without the conventional times
   * @param times {@code +created_at} and {@code +updated_at} as far as it has them
   * @param rules keys, uniques and checks over several columns
   */
  record Table(String name, List<Column> columns, List<String> times, List<String> rules) {}

  /** A column: name, type and what holds for it. */
  record Column(String name, String type, List<String> rules) {}

  /** A secondary index, such as {@code jobs(expires_at)}. */
  record Index(String table, String words) {}

  private static final String TABLES =
      "c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
          + " AND c.relname NOT LIKE 'flyway%'";

  private static final Pattern ENUMERATION =
      Pattern.compile("\\(\\((\\w+)\\)::text = ANY \\(\\(?ARRAY\\[(.*?)]\\)?(?:::text\\[])?\\)\\)");
  private static final Pattern RANGE =
      Pattern.compile(
          "\\(\\((\\w+) >= \\(0\\)::double precision\\) AND \\(\\w+ <= \\((\\d+)\\)::double precision\\)\\)");

  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final List<Index> indexes = new ArrayList<>();

  private SchemaCatalogue() {}

  static SchemaCatalogue read(Connection connection) throws SQLException {
    SchemaCatalogue catalogue = new SchemaCatalogue();
    try (Statement statement = connection.createStatement()) {
      catalogue.readColumns(statement);
      catalogue.readConstraints(statement);
      catalogue.readIndexes(statement);
    }
    return catalogue;
  }

  List<Table> tables() {
    return List.copyOf(tables.values());
  }

  List<Index> indexes() {
    return List.copyOf(indexes);
  }

  private void readColumns(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,"
                + " a.attidentity <> '' AS identity, a.attgenerated <> '' AS generated, pg_get_expr(d.adbin, d.adrelid) AS value"
                + " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
                + " LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE "
                + TABLES
                + " ORDER BY c.relname, a.attnum")) {
      while (row.next()) {
        Table table =
            tables.computeIfAbsent(
                row.getString("relname"),
                name -> new Table(name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        addColumn(table, row);
      }
    }
  }

  private static void addColumn(Table table, ResultSet row) throws SQLException {
    String name = row.getString("attname");
    String type = type(row.getString("type"));
    List<String> rules = new ArrayList<>();
    if (row.getBoolean("attnotnull")) {
      rules.add("NN");
    }
    if (row.getBoolean("identity")) {
      rules.add("identity");
    }
    if (row.getBoolean("generated")) {
      rules.add("GENERATED");
    } else if (row.getString("value") != null) {
      rules.add("D " + row.getString("value").replaceAll("::[a-z ]+$", ""));
    }
    boolean time =
        (name.equals("created_at") || name.equals("updated_at"))
            && type.equals("ts")
            && rules.equals(List.of("NN", "D now()"));
    if (time) {
      table.times().add("+" + name);
    } else {
      table.columns().add(new Column(name, type, rules));
    }
  }

  private static String type(String type) {
    return type.replace("character varying(", "v(")
        .replaceAll("^v\\((\\d+)\\)$", "v$1")
        .replace("character(", "char(")
        .replace("timestamp with time zone", "ts")
        .replace("double precision", "dp")
        .replace("integer", "int");
  }

  private void readConstraints(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT c.relname, k.contype, k.confdeltype, t.relname AS target, pg_get_constraintdef(k.oid) AS words,"
                + " ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(num, at)"
                + "       JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY u.at) AS columns"
                + " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_class t ON t.oid = k.confrelid"
                + " WHERE k.contype IN ('p', 'u', 'f', 'c') AND "
                + TABLES
                + " ORDER BY c.relname, position(k.contype IN 'pufc'), k.conname")) {
      while (row.next()) {
        String[] columns = (String[]) row.getArray("columns").getArray();
        addConstraint(
            tables.get(row.getString("relname")),
            row.getString("contype"),
            List.of(columns),
            row.getString("target"),
            row.getString("confdeltype"),
            row.getString("words"));
      }
    }
  }

  private static void addConstraint(
      Table table,
      String kind,
      List<String> columns,
      String target,
      String onDelete,
      String words) {
    String all = String.join(", ", columns);
    switch (kind) {
      case "p" -> {
        // A key cannot be absent anyway.
        columns.forEach(name -> rulesOf(table, name).remove("NN"));
        add(table, columns, "PK", "pk(" + all + ")");
      }
      case "u" -> add(table, columns, "UNIQUE", "unique(" + all + ")");
      case "f" ->
          add(
              table,
              columns,
              "FK->"
                  + target
                  + switch (onDelete) {
                    case "c" -> "";
                    case "n" -> " SET NULL";
                    default -> " " + onDelete;
                  },
              "fk(" + all + ")->" + target);
      default -> addCheck(table, columns, words);
    }
  }

  private static void add(Table table, List<String> columns, String ofOne, String ofMany) {
    if (columns.size() == 1) {
      rulesOf(table, columns.getFirst()).add(ofOne);
    } else {
      table.rules().add(ofMany);
    }
  }

  private static void addCheck(Table table, List<String> columns, String words) {
    Matcher enumeration = ENUMERATION.matcher(words);
    Matcher range = RANGE.matcher(words);
    if (enumeration.find()) {
      rulesOf(table, enumeration.group(1))
          .add(
              "("
                  + enumeration.group(2).replaceAll("'([^']*)'::character varying(::text)?", "$1")
                  + ")");
    } else if (range.find()) {
      rulesOf(table, range.group(1)).add("0-" + range.group(2));
    } else if (words.equals("CHECK ((" + columns.getFirst() + " >= 0))")) {
      rulesOf(table, columns.getFirst()).add(">=0");
    } else {
      table.rules().add("check " + bare(words.substring("CHECK ".length())));
    }
  }

  private static List<String> rulesOf(Table table, String column) {
    return table.columns().stream()
        .filter(one -> one.name().equals(column))
        .findFirst()
        .orElseThrow()
        .rules();
  }

  private void readIndexes(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT c.relname, pg_get_indexdef(i.indexrelid) AS words, i.indisvalid"
                + " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE "
                + TABLES
                + " AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid"
                + " AND k.contype IN ('p', 'u')) ORDER BY c.relname, i.indexrelid")) {
      while (row.next()) {
        indexes.add(
            new Index(
                row.getString("relname"),
                words(row.getString("relname"), row.getString("words"))
                    + (row.getBoolean("indisvalid") ? "" : " INVALID")));
      }
    }
  }

  private static String words(String table, String definition) {
    Matcher parts =
        Pattern.compile("^CREATE (UNIQUE )?INDEX .* USING (\\w+) (\\(.*?\\))(?: WHERE (.*))?$")
            .matcher(definition);
    if (!parts.matches()) {
      throw new IllegalStateException(definition);
    }
    String method =
        parts.group(2).equals("btree")
            ? ""
            : " " + parts.group(2).toUpperCase(java.util.Locale.ROOT);
    return table
        + method
        + (parts.group(1) == null ? "" : " UNIQUE")
        + parts.group(3).replaceAll("\\((\\w+)\\)::text", "$1").replace(" gin_trgm_ops", "")
        + (parts.group(4) == null ? "" : " WHERE " + bare(parts.group(4)));
  }

  /** Leaves out the brackets and casts that PostgreSQL adds. */
  private static String bare(String expression) {
    String text = expression.replaceAll("\\((\\w+)\\)::text", "$1").replaceAll("::[a-z]+", "");
    if (text.contains("octet_length")) {
      return text.substring(2, text.length() - 2).replace("(dims * 4)", "dims * 4");
    }
    return text.replaceAll("[()]", "");
  }
}
