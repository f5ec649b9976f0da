/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.scheduler.Schedulers;

class CorporaTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final TestPostgres postgres = TestPostgres.shared();
  private final String database = postgres.migratedDatabase();
  private final Postgres pool =
      Postgres.open(
          Settings.load(Settings.Mode.MIGRATE, postgres.environment(database)).database(),
          "test",
          4);
  private final Corpora corpora =
      new Corpora(pool.client(), pool.transaction(), Schedulers.parallel());

  @AfterEach
  void close() {
    pool.close();
  }

  private void add(int first, int last) {
    postgres.execute(
        database,
        "INSERT INTO artifacts (id, artifact_type, source, external_id, title, content)"
            + " SELECT i, 'preprint', 'arxiv', 'id-' || i, 'Shared wording', 'Number unique' || i || ' lattice lattice'"
            + " FROM generate_series(%d, %d) i".formatted(first, last));
  }

  private Corpus current(Instant now) {
    return corpora.current(now).block(Duration.ofSeconds(20));
  }

  private String stored() {
    return postgres.text(
        database,
        "SELECT string_agg(corpus_version || ' ' || kind || ' ' || doc_count || ' ' || xmin || ' ' || md5(sketch), '|'"
            + " ORDER BY corpus_version, kind) FROM term_stats");
  }

  @Test
  void everyDocumentIsCountedOncePerTerm() {
    add(1, 1234);

    Corpus corpus = current(NOW);

    assertThat(corpus.version()).isEqualTo(1);
    assertThat(corpus.documents()).isEqualTo(1234);
    assertThat(corpus.builtAt()).isEqualTo(NOW);
    assertThat(corpus.documentsWithWord("shared")).isEqualTo(1234);
    assertThat(corpus.documentsWithWord("lattice")).isEqualTo(1234);
    assertThat(corpus.documentsWithWord("unique7")).isEqualTo(1);
    assertThat(corpus.documentsWithWord("absent")).isZero();
    // Title and content are one text.
    assertThat(corpus.documentsWithBigram("wording number")).isEqualTo(1234);
    assertThat(corpus.documentsWithBigram("unique9 lattice")).isEqualTo(1);
  }

  @Test
  void whatWasStoredIsReadAgainAndNothingIsBuiltTwice() {
    add(1, 300);
    current(NOW);
    String before = stored();

    Corpus again = current(NOW.plus(Duration.ofDays(9)));

    assertThat(stored()).isEqualTo(before);
    assertThat(again.version()).isEqualTo(1);
    assertThat(again.builtAt()).isEqualTo(NOW);
    assertThat(again.documentsWithWord("shared")).isEqualTo(300);
    assertThat(again.documentsWithBigram("unique9 lattice")).isEqualTo(1);
  }

  @Test
  void equalDocumentsGiveEqualBytes() {
    add(1, 600);
    current(NOW);
    String first =
        postgres.text(
            database, "SELECT string_agg(md5(sketch), '|' ORDER BY kind) FROM term_stats");
    postgres.execute(database, "DELETE FROM term_stats");

    current(NOW);

    assertThat(
            postgres.text(
                database, "SELECT string_agg(md5(sketch), '|' ORDER BY kind) FROM term_stats"))
        .isEqualTo(first);
  }

  @Test
  void theThreeNewestVersionsAreKept() {
    for (int round = 1; round <= 5; round++) {
      add(round * 100, round * 100 + 49);
      assertThat(current(NOW).version()).isEqualTo(round);
    }

    assertThat(
            postgres.text(
                database,
                "SELECT string_agg(corpus_version || kind, ' ' ORDER BY corpus_version, kind) FROM term_stats"))
        .isEqualTo("3bigram 3word 4bigram 4word 5bigram 5word");
  }

  @Test
  void aCorpusIsLaterThanEveryScoreThatAnotherClockGave() {
    add(1, 2);
    postgres.execute(
        database,
        "INSERT INTO artifact_scores (artifact_id, source, published_at, base_score, discovery_score, rank_key,"
            + " algorithm_version, weights_hash, input_version, computed_at)"
            + " VALUES (1, 'arxiv', now(), 1, 1, 1, 'v2', '0123456789abcdef', 5, '2026-03-01T13:00:00Z')");

    assertThat(current(NOW).builtAt()).isEqualTo(Instant.parse("2026-03-01T13:00:00.000001Z"));
  }

  @Test
  void withoutArtifactsThereIsNoCorpus() {
    assertThat(current(NOW)).isNull();
    assertThat(stored()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    // counted then, documents now, hours since, due
    "300, 300, 0, false",
    "300, 300, 1000, false",
    "300, 302, 1, false",
    "300, 302, 23, false",
    "300, 302, 24, true",
    "300, 303, 0, true",
    "300, 297, 0, true",
    "300, 298, 0, false",
    "300, 299, 24, true",
    "0, 1, 0, true",
    "0, 0, 99, false"
  })
  void aCorpusIsBuiltWhenOneInAHundredChangedOrDailyWhenAnyDid(
      long counted, long documents, int hours, boolean due) {
    CorpusVersion newest = new CorpusVersion(1, counted, NOW);

    assertThat(CorpusVersion.isDue(newest, documents, NOW.plus(Duration.ofHours(hours))))
        .isEqualTo(due);
  }

  @Test
  void theFirstCorpusIsBuiltAsSoonAsThereIsADocument() {
    assertThat(CorpusVersion.isDue(null, 0, NOW)).isFalse();
    assertThat(CorpusVersion.isDue(null, 1, NOW)).isTrue();
  }
}
