/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.corpus;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.scoring.Words;
import io.signalharvester.app.store.Column;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the documents of a corpus, and keeps the three newest versions in {@code term_stats}. */
final class CorpusStore {

  private static final String WORD = "word";
  private static final String BIGRAM = "bigram";

  private static final String NEWEST =
      """
      SELECT corpus_version, min(doc_count) AS documents, min(built_at) AS built_at
      FROM term_stats GROUP BY corpus_version HAVING count(*) = 2 ORDER BY corpus_version DESC LIMIT 1
      """;

  private static final String DOCUMENTS =
      "SELECT id, title, content FROM artifacts WHERE id > :after ORDER BY id LIMIT :most";

  // Scores of another machine may bear a later time than ours. The corpus must be later than all of
  // them, since a score that is earlier than the newest corpus is known to be due.
  private static final String SAVE =
      """
      WITH header AS (
        SELECT (SELECT coalesce(max(corpus_version), 0) + 1 FROM term_stats) AS version,
               (SELECT greatest(:now, max(computed_at) + interval '1 microsecond') FROM artifact_scores) AS built_at)
      INSERT INTO term_stats (corpus_version, kind, doc_count, sketch, built_at)
      SELECT h.version, k.kind, :documents, k.sketch, h.built_at
      FROM header h, (VALUES ('word', CAST(:words AS bytea)), ('bigram', CAST(:bigrams AS bytea))) AS k (kind, sketch)
      RETURNING corpus_version, doc_count AS documents, built_at
      """;

  private static final String FORGET_OLD =
      "DELETE FROM term_stats WHERE corpus_version <= (SELECT max(corpus_version) - 3 FROM term_stats)";

  private final DatabaseClient database;
  private final TransactionalOperator transaction;

  CorpusStore(DatabaseClient database, TransactionalOperator transaction) {
    this.database = database;
    this.transaction = transaction;
  }

  /**
   * One document.
   *
   * @param id id of the artifact
   * @param title its title
   * @param content its body
   */
  record Document(long id, @Nullable String title, @Nullable String content) {

    Words words() {
      return Words.of(title, content);
    }
  }

  Mono<Long> documents() {
    return database
        .sql("SELECT count(*) AS documents FROM artifacts")
        .map(row -> Column.of(row, "documents", Long.class))
        .one();
  }

  /**
   * Returns documents by ascending id; only their texts, so that reading is not held up by work.
   */
  Flux<Document> documents(long afterId, int most) {
    return database
        .sql(DOCUMENTS)
        .bind("after", afterId)
        .bind("most", most)
        .map(row ->
            new Document(
                Column.of(row, "id", Long.class),
                row.get("title", String.class),
                row.get("content", String.class)))
        .all();
  }

  Mono<CorpusVersion> newest() {
    return database.sql(NEWEST).map(CorpusStore::version).one();
  }

  Mono<Corpus> load(CorpusVersion version) {
    return Mono.zip(sketch(version, WORD), sketch(version, BIGRAM))
        .map(sketches -> new Corpus(version, sketches.getT1(), sketches.getT2()));
  }

  /** Stores a new version and forgets all but the three newest. */
  Mono<Corpus> save(Corpus.Draft draft, Instant now) {
    return database
        .sql(SAVE)
        .bind("now", now)
        .bind("documents", draft.documents())
        .bind("words", draft.words())
        .bind("bigrams", draft.bigrams())
        .map(CorpusStore::version)
        .all()
        .collectList()
        .flatMap(rows -> database.sql(FORGET_OLD).then().thenReturn(draft.as(rows.getFirst())))
        .as(transaction::transactional);
  }

  private Mono<CountMinSketch> sketch(CorpusVersion version, String kind) {
    return database
        .sql("SELECT sketch FROM term_stats WHERE corpus_version = :version AND kind = :kind")
        .bind("version", version.version())
        .bind("kind", kind)
        .map(row -> CountMinSketch.of(Column.of(row, "sketch", byte[].class)))
        .one();
  }

  private static CorpusVersion version(Readable row) {
    return new CorpusVersion(
        Column.of(row, "corpus_version", Long.class),
        Column.of(row, "documents", Long.class),
        Column.of(row, "built_at", Instant.class));
  }
}
