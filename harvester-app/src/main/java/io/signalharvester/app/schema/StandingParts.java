/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/**
 * Parts of the schema that depend on more than the scripts: the months of the audit log on the
 * calendar, indexes on the extensions that the server has. Every migration looks at them again and
 * makes what is missing, so an extension that is added later is used from the next migration on.
 * Without it nothing is missing: no part here is needed to serve.
 */
final class StandingParts {

  /** Months of the audit log that are made ahead, with the present one. */
  static final int AUDIT_MONTHS = 13;

  private static final String TRIGRAMS = "pg_trgm";
  private static final String VECTORS = "vector";

  private final Connection connection;
  private final Consumer<String> progress;

  StandingParts(Connection connection, Consumer<String> progress) {
    this.connection = connection;
    this.progress = progress;
  }

  /**
   * An index that is built beside running writers.
   *
   * @param name its name
   * @param target table, method and columns; {@code %s} stands for the schema of the extension
   */
  private record Index(String name, String target) {}

  private static final List<Index> TRIGRAM_INDEXES =
      List.of(
          new Index("tweets_text_trgm_idx", "tweets USING gin (lower(text) %s.gin_trgm_ops)"),
          new Index(
              "tweets_author_trgm_idx",
              "tweets USING gin (lower(author_username) %s.gin_trgm_ops)"),
          new Index("entities_name_trgm_idx", "entities USING gin (lower(name) %s.gin_trgm_ops)"));

  private static final String VECTOR_TABLE =
      """
      CREATE TABLE IF NOT EXISTS embedding_vectors (
          kind       varchar(16)    NOT NULL CHECK (kind IN ('artifact', 'topic', 'entity_name', 'entity_affil')),
          ref_id     bigint         NOT NULL,
          model      varchar(64)    NOT NULL,
          vec        %s.vector(384) NOT NULL,
          created_at timestamptz    NOT NULL DEFAULT now(),
          updated_at timestamptz    NOT NULL DEFAULT now(),
          PRIMARY KEY (kind, ref_id, model)
      )
      """;

  private static final List<Index> VECTOR_INDEXES =
      List.of(
          new Index(
              "embedding_vectors_vec_idx",
              "embedding_vectors USING hnsw (vec %s.vector_cosine_ops) WITH (m = 16, ef_construction = 64)"));

  /** Makes what is missing. */
  void bringUpToDate() throws SQLException {
    makeAuditMonths();
    optional(TRIGRAMS, schema -> build(TRIGRAM_INDEXES, schema));
    optional(
        VECTORS,
        schema -> {
          execute(VECTOR_TABLE.formatted(schema));
          build(VECTOR_INDEXES, schema);
        });
  }

  private void makeAuditMonths() throws SQLException {
    try (PreparedStatement make =
        connection.prepareStatement(
            "SELECT audit_log_make_partitions((now() AT TIME ZONE 'UTC')::date, ?)")) {
      make.setInt(1, AUDIT_MONTHS);
      make.execute();
    }
  }

  /** Uses an extension if it is there or may be made; a refusal is said, and is no failure. */
  private void optional(String extension, Use use) throws SQLException {
    try {
      if (!mayUse(extension)) {
        return;
      }
      execute("CREATE EXTENSION IF NOT EXISTS " + extension);
      use.in(schemaOf(extension));
    } catch (SQLException e) {
      if (String.valueOf(e.getSQLState()).matches("(08|57).*")) {
        throw e;
      }
      progress.accept(
          "The extension "
              + extension
              + " stays unused (SQLSTATE "
              + e.getSQLState()
              + "): the next migrate tries it again; nothing depends on it.");
    }
  }

  private interface Use {
    void in(String schema) throws SQLException;
  }

  private boolean mayUse(String extension) throws SQLException {
    return isTrue(
        """
        SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = ?)
            OR EXISTS (SELECT 1
                       FROM pg_available_extensions a
                       JOIN pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version
                       CROSS JOIN pg_roles r
                       WHERE a.name = ? AND r.rolname = current_user
                         AND (r.rolsuper OR ((v.trusted OR NOT v.superuser)
                              AND has_database_privilege(current_database(), 'CREATE'))))
        """,
        extension,
        extension);
  }

  private String schemaOf(String extension) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
                + " WHERE e.extname = ?")) {
      statement.setString(1, extension);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private void build(List<Index> indexes, String schema) throws SQLException {
    for (Index index : indexes) {
      // An interrupted build leaves an invalid index of that name, which IF NOT EXISTS would take
      // for good.
      if (isTrue(
          "SELECT EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(?) AND indisvalid)",
          index.name())) {
        continue;
      }
      execute("DROP INDEX CONCURRENTLY IF EXISTS " + index.name());
      execute(
          "CREATE INDEX CONCURRENTLY " + index.name() + " ON " + index.target().formatted(schema));
    }
  }

  private boolean isTrue(String sql, String... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
