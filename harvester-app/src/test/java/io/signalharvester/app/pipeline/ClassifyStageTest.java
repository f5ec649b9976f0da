/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.classify.Classifying;
import io.signalharvester.app.pipeline.Tally.Counter;
import io.signalharvester.app.topics.Taxonomy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Classification against a real database. */
class ClassifyStageTest {

  private static final String ROWS =
      "SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), 'none') FROM (%s) t";
  private static final String CLASSIFICATIONS =
      "SELECT artifact_id, category, sentiment, urgency, tags_json, reasoning, provider, model, raw_json, updated_at"
          + " FROM artifact_classifications";
  private static final String LINKS =
      "SELECT artifact_id, taxonomy_path, confidence, published_at FROM artifact_topics JOIN topics ON id = topic_id";

  private final StageDatabase store = new StageDatabase();

  @AfterEach
  void close() {
    store.close();
  }

  private Stage stage() {
    return new ClassifyStage(
        new Classifying(
            store.client(), store.transaction(), JsonMapper.shared(), Schedulers.parallel()));
  }

  private long classified() {
    return store.run(stage()).getOrDefault(Counter.CLASSIFIED, 0L);
  }

  private String checksum() {
    return store.text(ROWS.formatted(CLASSIFICATIONS)) + store.text(ROWS.formatted(LINKS));
  }

  private String writes() {
    return store.text(
        ROWS.formatted(
            "SELECT 1 AS kind, artifact_id AS a, 0 AS b, xmin FROM artifact_classifications UNION ALL"
                + " SELECT 2, artifact_id, topic_id, xmin FROM artifact_topics UNION ALL"
                + " SELECT 3, id, 0, xmin FROM topics UNION ALL"
                + " SELECT 4, artifact_id, 0, xmin FROM artifact_scores UNION ALL"
                + " SELECT 5, entity_id, artifact_id, xmin FROM artifact_entities"));
  }

  @Tag("PIPE-05")
  @Tag("DM-10")
  @Test
  void everyArtifactGetsARowAndAtLeastOneTopicAndASecondRunWritesNothing() {
    store.papers(1, 700);

    assertThat(classified()).isEqualTo(700);

    assertThat(
            store.number(
                "SELECT count(*) FROM artifacts a WHERE NOT EXISTS"
                    + " (SELECT 1 FROM artifact_topics t WHERE t.artifact_id = a.id)"))
        .isZero();
    assertThat(
            store.text(
                "SELECT concat_ws(' ', category, sentiment, urgency, tags_json, provider, model) FROM artifact_classifications"
                    + " WHERE artifact_id = 1"))
        .isEqualTo("Preprint neutral 0 [\"tokamak\"] heuristic heuristic-v1");
    String before = writes();

    assertThat(classified()).isZero();
    assertThat(writes()).isEqualTo(before);
  }

  @Tag("DM-05")
  @Test
  void theTaxonomyIsThereWithUniqueNamesAndPaths() {
    classified();

    assertThat(store.number("SELECT count(*) FROM topics")).isEqualTo(48);
    assertThat(Taxonomy.topics()).extracting(Taxonomy.Topic::name).doesNotHaveDuplicates();
    assertThat(
            store.text(
                "SELECT string_agg(name, ' ' ORDER BY id) FROM topics"
                    + " WHERE taxonomy_path IN ('ai/ml/rl', 'ai/ml/theory', 'ai/theory', 'photonics/quantum', 'quantum')"))
        .isEqualTo("rl ai/ml/theory ai/theory photonics/quantum quantum");
    assertThat(
            store.number(
                "SELECT count(*) FROM topics p WHERE NOT EXISTS"
                    + " (SELECT 1 FROM topics c WHERE c.taxonomy_path LIKE p.taxonomy_path || '/%')"))
        .isEqualTo(37);
    assertThat(store.number("SELECT count(*) FROM topics WHERE taxonomy_path NOT LIKE '%/%'"))
        .isEqualTo(9);
  }

  @Test
  void aNameThatAnImportedTopicTookIsReplacedByThePath() {
    store.execute("INSERT INTO topics (name) VALUES ('rl')");

    classified();

    assertThat(store.text("SELECT name FROM topics WHERE taxonomy_path = 'ai/ml/rl'"))
        .isEqualTo("ai/ml/rl");
  }

  @Tag("DM-05")
  @Test
  void aChangedTextReplacesTopicsAndMarksTheScoreOnlyWhenTheAnswerChanged() {
    store.papers(1, 2);
    classified();
    store.score(1, 2);

    store.execute(
        "UPDATE artifacts SET title = 'A surface code', content = '', updated_at = updated_at + interval '1 s' WHERE id = 1");
    store.execute(
        "UPDATE artifacts SET engagement = 5, updated_at = updated_at + interval '1 s' WHERE id = 2");

    assertThat(classified()).isEqualTo(2);
    assertThat(
            store.text(
                "SELECT string_agg(taxonomy_path, ' ') FROM artifact_topics JOIN topics ON id = topic_id"
                    + " WHERE artifact_id = 1"))
        .isEqualTo("quantum/error-correction");
    assertThat(store.number("SELECT input_version FROM artifact_scores WHERE artifact_id = 1"))
        .isZero();
    assertThat(store.number("SELECT input_version FROM artifact_scores WHERE artifact_id = 2"))
        .isEqualTo(7);
    assertThat(classified()).isZero();
  }

  @Test
  void aRowOfAnOlderVersionIsClassifiedAgain() {
    store.papers(1, 2);
    classified();
    store.execute(
        "UPDATE artifact_classifications SET model = 'heuristic-v0' WHERE artifact_id = 1");
    store.execute(
        "UPDATE artifact_classifications SET provider = 'openai', model = 'm' WHERE artifact_id = 2");

    assertThat(classified()).isEqualTo(1);
  }

  @Test
  void aRunThatWasCutOffIsFinishedByTheNextOneWithTheSameRows() {
    store.papers(1, 1_000);
    classified();
    String whole = checksum();
    store.execute("DELETE FROM artifact_classifications; DELETE FROM artifact_topics");
    // The database ends the second batch in the middle of its transaction.
    store.execute(
        "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN IF NEW.artifact_id = 450 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$;"
            + " CREATE TRIGGER cut BEFORE INSERT ON artifact_topics FOR EACH ROW EXECUTE FUNCTION cut()");

    assertThatThrownBy(() -> store.run(stage())).isNotNull();
    assertThat(store.number("SELECT count(*) FROM artifact_classifications")).isEqualTo(300);
    assertThat(store.number("SELECT count(DISTINCT artifact_id) FROM artifact_topics"))
        .isEqualTo(300);
    store.execute("DROP TRIGGER cut ON artifact_topics");

    assertThat(classified()).isEqualTo(700);
    assertThat(checksum()).isEqualTo(whole);
  }

  @Test
  void aRowThatTheDatabaseRefusesDoesNotKeepTheOthersOut() {
    store.papers(1, 5);
    store.execute("ALTER TABLE artifact_topics ADD CHECK (artifact_id <> 3)");

    var counted = store.run(stage());

    assertThat(counted).containsEntry(Counter.CLASSIFIED, 4L).containsEntry(Counter.SKIPPED, 1L);
    assertThat(store.number("SELECT count(*) FROM artifact_classifications")).isEqualTo(4);
  }

  @Test
  void hostileMetadataIsNoObstacle() {
    store.papers(1, 4);
    store.execute(
        "UPDATE artifacts SET metadata_json = '{\"categories\": \"cs.RO\", \"topics\": {\"a\": 1}}' WHERE id = 1;"
            + " UPDATE artifacts SET metadata_json = '{\"categories\": [1, null, {\"a\": []}], \"topics\": [[]]}' WHERE id = 2;"
            + " UPDATE artifacts SET title = NULL, content = NULL, url = NULL, published_at = NULL WHERE id = 3;"
            + " UPDATE artifacts SET content = repeat('tokamak #a ', 20000) WHERE id = 4");

    assertThat(classified()).isEqualTo(4);
    assertThat(
            store.number(
                "SELECT count(*) FROM artifact_topics JOIN artifacts a ON a.id = artifact_id"
                    + " WHERE a.id = 3 AND artifact_topics.published_at = a.first_seen_at"))
        .isEqualTo(1);
  }

  @Test
  void anArtifactWhoseTextWasRemovedKeepsItsClassification() {
    store.papers(1, 1);
    classified();
    store.execute(
        "UPDATE artifacts SET title = NULL, content = NULL, text_removed_at = now(), updated_at = now() + interval '1 s'");

    assertThat(classified()).isZero();
  }

  @Test
  void organisationsThatOwnRepositoriesAreEntitiesOnce() {
    store.execute(
        "INSERT INTO artifacts (id, artifact_type, source, external_id, title, published_at, metadata_json) VALUES"
            + " (1, 'repo', 'github', '1', 'PyTorch/pytorch', now(), '{\"owner\": \"PyTorch\", \"ownerType\": \"Organization\"}'),"
            + " (2, 'repo', 'github', '2', 'pytorch/vision', now(), '{\"owner\": \"pytorch\", \"ownerType\": \"Organization\"}'),"
            + " (3, 'repo', 'github', '3', 'google-research/x', now(), '{\"owner\": \"google-research\", \"ownerType\": \"Organization\"}'),"
            + " (4, 'repo', 'github', '4', 'ada/x', now(), '{\"owner\": \"ada\", \"ownerType\": \"User\"}')");

    classified();
    store.execute("UPDATE artifacts SET updated_at = updated_at + interval '1 s'");
    classified();

    assertThat(
            store.text(
                "SELECT string_agg(concat_ws(' ', entity_type, name, normalized_name), '; ' ORDER BY entity_type) FROM entities"))
        .isEqualTo("lab google-research google-research; org PyTorch pytorch");
    assertThat(store.number("SELECT count(*) FROM artifact_entities WHERE role = 'owner'"))
        .isEqualTo(3);
  }
}
