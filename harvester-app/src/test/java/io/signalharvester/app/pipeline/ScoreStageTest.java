/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.corpus.Corpora;
import io.signalharvester.app.corpus.Corpus;
import io.signalharvester.app.discoveries.DueScores;
import io.signalharvester.app.discoveries.ScoreInputs;
import io.signalharvester.app.discoveries.ScoreStore;
import io.signalharvester.app.discoveries.Unscored;
import io.signalharvester.app.discoveries.Unscored.Scored;
import io.signalharvester.app.scoring.DiscoveryScoreV1;
import io.signalharvester.app.scoring.DiscoveryScoreV2;
import io.signalharvester.app.scoring.ScoreFormula;
import io.signalharvester.app.scoring.ScoreWeights;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the stage alone, over rows that are written straight into the tables. */
class ScoreStageTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final ScoreFormula V2 = new DiscoveryScoreV2(ScoreWeights.DEFAULT);

  private final TestPostgres postgres = TestPostgres.shared();
  private final String database = postgres.migratedDatabase();
  private final Postgres pool = open(database);

  @AfterEach
  void close() {
    pool.close();
  }

  private Postgres open(String name) {
    return Postgres.open(
        Settings.load(Settings.Mode.MIGRATE, postgres.environment(name)).database(), "test", 4);
  }

  private static PipelineReport run(Postgres pool, ScoreFormula formula, Instant now) {
    Tally tally = new Tally();
    new ScoreStage(
            formula,
            pool.client(),
            pool.transaction(),
            JsonMapper.shared(),
            Clock.fixed(now, ZoneOffset.UTC),
            Schedulers.parallel())
        .run(tally)
        .block(Duration.ofSeconds(60));
    return tally.report("score");
  }

  private PipelineReport run(Instant now) {
    return run(pool, V2, now);
  }

  private static long scored(PipelineReport report) {
    return report.counters().get("scored");
  }

  private void sql(String statement) {
    postgres.execute(database, statement);
  }

  private String text(String query) {
    return postgres.text(database, query);
  }

  /** Adds artifacts of two sources, the odd ones two days old and the even ones a hundred. */
  private void add(String name, int first, int last) {
    postgres.execute(
        name,
        """
        INSERT INTO artifacts (id, artifact_type, source, external_id, title, content, engagement, published_at,
                               first_seen_at, created_at, updated_at)
        SELECT i, 'preprint', CASE WHEN i %% 3 = 0 THEN 'github' ELSE 'arxiv' END, 'id-' || i, 'A theorem numbered' || i,
               'About the common wording of gradient' || i %% 7 || ' and lattice' || i, i %% 50,
               t, t, timestamptz '2026-03-01T00:00:00Z', timestamptz '2026-03-01T00:00:00Z'
        FROM generate_series(%d, %d) i,
             LATERAL (SELECT timestamptz '2026-03-01T12:00:00Z' - (CASE WHEN i %% 2 = 0 THEN 100 ELSE 2 END) * interval '1 day' AS t) x
        """
            .formatted(first, last));
  }

  private void add(int first, int last) {
    add(database, first, last);
  }

  /** A vector of 384 dimensions as a literal of PostgreSQL; what is not given is 0. */
  private static String vector(float... values) {
    StringBuilder hex = new StringBuilder("'\\x");
    for (int i = 0; i < 384; i++) {
      int bits = i < values.length ? Float.floatToIntBits(values[i]) : 0;
      hex.append("%08x".formatted(Integer.reverseBytes(bits)));
    }
    return hex + "'";
  }

  private static final String ROWS =
      "SELECT md5(string_agg(r, '|' ORDER BY r)) FROM (SELECT (to_jsonb(s) - 'created_at')::text AS r FROM artifact_scores s"
          + " UNION ALL SELECT (to_jsonb(c) - 'created_at')::text FROM score_components c"
          + " UNION ALL SELECT corpus_version || kind || md5(sketch) FROM term_stats) x";

  private static final String ROWS_AND_WRITES =
      "SELECT md5(string_agg(r, '|' ORDER BY r)) FROM (SELECT s::text || s.xmin AS r FROM artifact_scores s"
          + " UNION ALL SELECT c::text || c.xmin FROM score_components c"
          + " UNION ALL SELECT corpus_version || kind || md5(sketch) || xmin FROM term_stats) x";

  private JsonNode inputs(long artifact, String component) {
    return JsonMapper.shared()
        .readTree(
            text(
                "SELECT raw_inputs::text FROM score_components WHERE artifact_id = %d AND component = '%s'"
                    .formatted(artifact, component)));
  }

  @Test
  void everythingIsScoredOnceAndASecondRunWritesNothing() {
    add(1, 1234);

    PipelineReport first = run(NOW);

    assertThat(scored(first)).isEqualTo(1234);
    assertThat(first.warnings()).isEmpty();
    assertThat(
            postgres.number(
                database,
                "SELECT count(*) FROM artifact_scores WHERE algorithm_version = 'v2' AND input_version > 0"
                    + " AND computed_at = '2026-03-01T12:00:00Z'"))
        .isEqualTo(1234);
    assertThat(postgres.number(database, "SELECT count(*) FROM score_components"))
        .isEqualTo(5 * 1234);
    String before = text(ROWS_AND_WRITES);

    PipelineReport second = run(NOW.plusSeconds(3600));

    assertThat(scored(second)).isZero();
    assertThat(text(ROWS_AND_WRITES)).isEqualTo(before);
  }

  @Test
  void contributionsSumToTheBaseScoreAndTheRankKeyIsThatOfTheSpecification() {
    add(1, 100);
    run(NOW);

    assertThat(
            postgres.number(
                database,
                """
                SELECT count(*) FROM artifact_scores s JOIN artifacts a ON a.id = s.artifact_id
                WHERE abs(s.base_score - (SELECT sum(contribution) FROM score_components c WHERE c.artifact_id = a.id)) < 1e-9
                  AND abs(s.rank_key - ln(greatest(s.base_score, 0.01))
                          - extract(epoch FROM least(a.published_at, a.first_seen_at)) / 3600 / 336) < 1e-9
                  AND s.base_score > 0 AND s.source = a.source AND s.published_at = a.published_at
                """))
        .isEqualTo(100);
  }

  @Test
  void allThatIsKnownOfAnArtifactGoesIn() {
    add(1, 60);
    sql("UPDATE artifacts SET source = 'hackernews', artifact_type = 'story' WHERE id IN (5, 7)");
    sql("INSERT INTO topics (id, name) VALUES (1, 'near'), (2, 'far')");
    // Topic 1: ids 1, 5 and 7 of two days ago, and four of 20 days ago; topic 2 has no centroid.
    sql(
        "INSERT INTO artifact_topics (artifact_id, topic_id, published_at) SELECT i, 1, timestamptz"
            + " '2026-03-01T12:00:00Z' - (CASE WHEN i < 10 THEN 2 ELSE 20 END) * interval '1 day'"
            + " FROM unnest(ARRAY[1, 5, 7, 20, 22, 24, 26]) i");
    sql(
        "INSERT INTO artifact_topics (artifact_id, topic_id, published_at) VALUES (1, 2, '2026-02-20T00:00:00Z')");
    sql(
        "INSERT INTO topic_evolution (topic_id, event_type, event_strength, event_date) VALUES"
            + " (1, 'emerge', 0.9, '2026-01-01'), (1, 'emerge', 0.72, '2026-02-20'), (1, 'growth', 1, '2026-02-28')");
    sql(
        "INSERT INTO embeddings (kind, ref_id, model, vector, text_hash, computed_at) VALUES"
            + " ('topic', 1, 'm', "
            + vector(1)
            + ", repeat('0', 32), now()),"
            + " ('topic', 2, 'other model', "
            + vector(0.38f, 0.92498f)
            + ", repeat('0', 32), now()),"
            + " ('artifact', 1, 'm', "
            + vector(0.38f, 0.92498f)
            + ", repeat('0', 32), now())");
    sql(
        "INSERT INTO entities (id, entity_type, name, normalized_name, influence_score) VALUES"
            + " (1, 'person', 'A', 'a', 64), (2, 'person', 'B', 'b', 50), (3, 'lab', 'C', 'c', 100)");
    sql(
        "INSERT INTO accounts (entity_id, platform, handle_or_id, confidence) VALUES (1, 'github', 'a', 0.9), (1, 'x', 'a', 0.5)");
    sql(
        "INSERT INTO artifact_entities (artifact_id, entity_id, role, confidence) VALUES"
            + " (1, 1, 'author', 0.9), (1, 2, 'author', 1), (1, 3, 'affiliation', 1)");
    sql(
        "INSERT INTO artifact_relationships (source_artifact_id, target_artifact_id, relationship_type, confidence,"
            + " detection_method) VALUES (1, 3, 'reference', 0.95, 'github_url_match'), (1, 6, 'mention', 0.6, 'manual'),"
            + " (5, 1, 'discuss', 0.82, 'arxiv_id_match'), (2, 1, 'cite', 1, 'manual'), (9, 7, 'mention', 1, 'manual')");

    run(NOW);

    JsonNode novelty = inputs(1, "novelty");
    assertThat(novelty.path("distancePoints").asDouble()).isCloseTo(88.474, within(0.001));
    // 60 documents: a word is rare that no other has. Long words: theorem, numbered1, common,
    // wording, gradient1, lattice1; gradient1 is in nine documents.
    assertThat(novelty.path("longWords").asInt()).isEqualTo(6);
    assertThat(novelty.path("rareWords").asInt()).isEqualTo(2);
    assertThat(novelty.path("corpusDocuments").asInt()).isEqualTo(60);
    assertThat(novelty.path("corpusVersion").asInt()).isEqualTo(1);
    JsonNode emergence = inputs(1, "emergence");
    assertThat(emergence.path("topicEmergence").asDouble()).isEqualTo(72);
    assertThat(emergence.path("ageHours").asDouble()).isEqualTo(48);
    assertThat(emergence.path("topicLastWeek").asInt()).isEqualTo(3);
    assertThat(emergence.path("topicWeeklyMean").asDouble()).isEqualTo(1);
    assertThat(emergence.path("topicSources").asInt()).isEqualTo(2);
    assertThat(inputs(1, "obscurity").path("authorBonus").asDouble()).isEqualTo(10);
    JsonNode crossSource = inputs(1, "cross_source");
    assertThat(crossSource.propertyNames()).containsExactlyInAnyOrder("github", "hackernews");
    assertThat(crossSource.path("github").asDouble()).isEqualTo(0.95);
    assertThat(
            text(
                "SELECT round(cross_source::numeric, 2)::text FROM artifact_scores WHERE artifact_id = 1"))
        .isEqualTo("85.73");
    // The edge counts at its other end too.
    assertThat(inputs(5, "cross_source").path("arxiv").asDouble()).isEqualTo(0.82);
    assertThat(text("SELECT expert_signal::text FROM artifact_scores WHERE artifact_id = 1"))
        .isEqualTo("57.6");
    assertThat(inputs(2, "novelty").path("distance").isNull()).isTrue();
    assertThat(
            text(
                "SELECT explanation FROM score_components WHERE artifact_id = 1 AND component = 'novelty'"))
        .contains("2 of 6 distinct long words are rare (33.3 %)");
  }

  @Test
  void theVectorOfTheModelThatWroteLastIsUsed() {
    add(1, 1);
    sql("INSERT INTO topics (id, name) VALUES (1, 't')");
    sql("INSERT INTO artifact_topics (artifact_id, topic_id, published_at) VALUES (1, 1, now())");
    sql(
        "INSERT INTO embeddings (kind, ref_id, model, vector, text_hash, computed_at) VALUES"
            + " ('topic', 1, 'old', "
            + vector(1)
            + ", repeat('0', 32), now()),"
            + " ('artifact', 1, 'old', "
            + vector(1)
            + ", repeat('0', 32), now()),"
            + " ('topic', 1, 'new', "
            + vector(0, 1)
            + ", repeat('0', 32), now()),"
            + " ('artifact', 1, 'new', "
            + vector(1)
            + ", repeat('0', 32), now())");

    run(NOW);

    assertThat(inputs(1, "novelty").path("distance").asDouble()).isCloseTo(1.4142, within(0.0001));
  }

  @Test
  void aMarkedRowIsScoredAgainAndNoOther() {
    add(1, 700);
    run(NOW);
    sql("UPDATE artifact_scores SET input_version = 0 WHERE artifact_id IN (3, 600)");
    sql(
        "INSERT INTO artifact_relationships (source_artifact_id, target_artifact_id, relationship_type, confidence,"
            + " detection_method) VALUES (600, 1, 'reference', 1, 'github_url_match')");

    PipelineReport report = run(NOW.plusSeconds(60));

    assertThat(scored(report)).isEqualTo(2);
    assertThat(text("SELECT cross_source::text FROM artifact_scores WHERE artifact_id = 600"))
        .isEqualTo("70");
    assertThat(
            text(
                "SELECT string_agg(artifact_id::text, ',' ORDER BY artifact_id) FROM artifact_scores"
                    + " WHERE computed_at > '2026-03-01T12:00:00Z'"))
        .isEqualTo("3,600");
    assertThat(
            postgres.number(
                database, "SELECT count(*) FROM artifact_scores WHERE input_version = 0"))
        .isZero();
  }

  @Tag("PIPE-08")
  @Test
  void equalInputsHaveEqualVersionsAfterAnotherRun() {
    add(1, 5);
    run(NOW);
    String versions =
        "SELECT string_agg(input_version::text, ',' ORDER BY artifact_id) FROM artifact_scores";
    String before = text(versions);
    sql("UPDATE artifact_scores SET input_version = 0");

    run(NOW);

    assertThat(text(versions)).isEqualTo(before);
    assertThat(
            postgres.number(database, "SELECT count(DISTINCT input_version) FROM artifact_scores"))
        .isEqualTo(5);
  }

  @Tag("PIPE-08")
  @Test
  void aChangedTextOtherWeightsAndAnotherFormulaAreScoredAgain() {
    add(1, 10);
    run(NOW);

    sql(
        "UPDATE artifacts SET content = 'insane', updated_at = '2026-03-01T12:00:01Z' WHERE id = 4");
    assertThat(scored(run(NOW.plusSeconds(2)))).isEqualTo(1);

    Instant later = NOW.plusSeconds(10);
    ScoreFormula other = new DiscoveryScoreV2(ScoreWeights.parse("0.2,0.2,0.2,0.2,0.2"));
    assertThat(scored(run(pool, other, later))).isEqualTo(10);
    assertThat(scored(run(pool, other, later))).isZero();

    assertThat(scored(run(pool, new DiscoveryScoreV1(), later))).isEqualTo(10);
    assertThat(
            postgres.number(
                database, "SELECT count(*) FROM artifact_scores WHERE algorithm_version = 'v1'"))
        .isEqualTo(10);
    assertThat(scored(run(later))).isEqualTo(10);
  }

  @Test
  void youngArtifactsAreScoredDailyAndOldOnesStay() {
    add(1, 10);
    run(NOW);

    assertThat(scored(run(NOW.plus(Duration.ofHours(22))))).isZero();
    assertThat(scored(run(NOW.plus(Duration.ofHours(24))))).isEqualTo(5);
    assertThat(scored(run(NOW.plus(Duration.ofDays(40))))).isZero();
  }

  @Test
  void aNewCorpusIsAReasonToScoreEverythingAgain() {
    add(1, 200);
    run(NOW);
    add(201, 201);
    assertThat(scored(run(NOW))).isEqualTo(1);

    add(202, 202);
    assertThat(scored(run(NOW))).isEqualTo(202);
    assertThat(inputs(1, "novelty").path("corpusVersion").asInt()).isEqualTo(2);
    String before = text(ROWS_AND_WRITES);

    // The clock stands still: a run at the moment of the corpus is not earlier than the corpus.
    assertThat(scored(run(NOW))).isZero();
    assertThat(text(ROWS_AND_WRITES)).isEqualTo(before);
  }

  @Test
  void aRunThatIsKilledAfterTheFirstBatchIsFinishedByTheNextWithTheSameRows() {
    String undisturbed = postgres.migratedDatabase();
    add(undisturbed, 1, 1700);
    try (Postgres other = open(undisturbed)) {
      run(other, V2, NOW);
    }
    add(1, 1700);
    refuse("artifact_scores", "artifact_id", 700, "57014");

    assertThatThrownBy(() -> run(NOW)).hasMessageContaining("refused");

    assertThat(postgres.number(database, "SELECT count(*) FROM artifact_scores")).isEqualTo(500);
    assertThat(postgres.number(database, "SELECT count(*) FROM score_components")).isEqualTo(2500);
    sql("DROP TRIGGER refuse ON artifact_scores");
    assertThat(scored(run(NOW))).isEqualTo(1200);
    assertThat(text(ROWS)).isEqualTo(postgres.text(undisturbed, ROWS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"artifact_scores", "score_components"})
  void oneThatTheDatabaseRefusesIsLeftOutAndNamed(String table) {
    add(1, 600);
    refuse(table, "artifact_id", 17, "23514");

    PipelineReport report = run(NOW);

    assertThat(scored(report)).isEqualTo(599);
    assertThat(report.counters().get("skipped")).isEqualTo(1);
    assertThat(report.warnings()).containsExactly("artifact 17 could not be scored");
    assertThat(postgres.number(database, "SELECT count(*) FROM artifact_scores")).isEqualTo(599);
    assertThat(postgres.number(database, "SELECT count(*) FROM score_components"))
        .isEqualTo(5 * 599);
  }

  @Test
  void oneWhoseVectorDoesNotFitIsLeftOutAndNamed() {
    add(1, 3);
    sql("INSERT INTO topics (id, name) VALUES (1, 't')");
    sql("INSERT INTO artifact_topics (artifact_id, topic_id, published_at) VALUES (2, 1, now())");
    sql(
        "INSERT INTO embeddings (kind, ref_id, model, dims, vector, text_hash, computed_at) VALUES"
            + " ('topic', 1, 'm', 384, "
            + vector(1)
            + ", repeat('0', 32), now()),"
            + " ('artifact', 2, 'm', 1, '\\x0000803f', repeat('0', 32), now())");

    PipelineReport report = run(NOW);

    assertThat(scored(report)).isEqualTo(2);
    assertThat(report.warnings()).containsExactly("artifact 2 could not be scored");
  }

  private void refuse(String table, String column, int id, String state) {
    sql(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW."
            + column
            + " = "
            + id
            + " THEN RAISE EXCEPTION 'refused' USING ERRCODE = '"
            + state
            + "'; END IF; RETURN NEW; END $$");
    sql(
        "CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON "
            + table
            + " FOR EACH ROW EXECUTE FUNCTION refuse()");
  }

  @Test
  void whatChangesWhileItIsScoredStaysDue() {
    add(1, 4);
    run(NOW);
    sql("UPDATE artifact_scores SET input_version = 0");
    Instant moment = NOW.plusSeconds(5);
    Corpus corpus =
        new Corpora(pool.client(), pool.transaction(), Schedulers.parallel())
            .current(moment)
            .block();
    DueScores due = new DueScores(pool.client());
    ScoreInputs inputs = new ScoreInputs(pool.client());
    List<Long> ids = due.ids(V2, corpus, moment).collectList().block();
    assertThat(ids).containsExactly(1L, 2L, 3L, 4L);
    List<Unscored> read = inputs.read(ids, inputs.topics(moment).block()).block();
    List<Scored> scores = read.stream().map(one -> one.scored(V2, corpus, moment)).toList();

    // Meanwhile one text changes, one marked row is marked again, and one artifact goes.
    sql("UPDATE artifacts SET content = 'other', updated_at = '2026-03-01T12:00:06Z' WHERE id = 1");
    sql("UPDATE artifact_scores SET input_version = 0 WHERE artifact_id = 2");
    sql("DELETE FROM artifacts WHERE id = 3");
    Integer stored =
        new ScoreStore(pool.client(), pool.transaction(), JsonMapper.shared())
            .store(scores, moment)
            .block();

    assertThat(stored).isEqualTo(1);
    assertThat(due.ids(V2, corpus, moment).collectList().block()).containsExactly(1L, 2L);
    assertThat(
            postgres.number(
                database,
                "SELECT count(*) FROM score_components WHERE computed_at = '2026-03-01T12:00:05Z'"))
        .isEqualTo(5);
  }

  @Test
  void withoutArtifactsNothingIsDone() {
    assertThat(scored(run(NOW))).isZero();
    assertThat(postgres.number(database, "SELECT count(*) FROM term_stats")).isZero();
  }
}
