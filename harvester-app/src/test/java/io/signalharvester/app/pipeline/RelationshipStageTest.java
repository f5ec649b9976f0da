/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.classify.Classifying;
import io.signalharvester.app.pipeline.Tally.Counter;
import io.signalharvester.app.relationships.RelationshipDetector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Explicit edges against a real database, with the classification that comes before them. */
@Tag("PIPE-18")
class RelationshipStageTest {

  private static final String EDGES =
      "SELECT coalesce(string_agg(concat_ws(' ', source_artifact_id || '>' || target_artifact_id, relationship_type,"
          + " confidence, detection_method), '; ' ORDER BY source_artifact_id, target_artifact_id, relationship_type), '')"
          + " FROM artifact_relationships";

  private final StageDatabase store = new StageDatabase();

  @AfterEach
  void close() {
    store.close();
  }

  private long related() {
    store.run(
        new ClassifyStage(
            new Classifying(
                store.client(), store.transaction(), JsonMapper.shared(), Schedulers.parallel())));
    return store.run(detection()).getOrDefault(Counter.RELATED, 0L);
  }

  private Stage detection() {
    return new RelationshipStage(
        new RelationshipDetector(
            store.client(), store.transaction(), JsonMapper.shared(), Schedulers.parallel()));
  }

  private void artifact(
      int id, String type, String source, String externalId, String url, String text, String meta) {
    store.execute(
        "INSERT INTO artifacts (id, artifact_type, source, external_id, title, url, content, published_at, metadata_json)"
            + " VALUES (%d, '%s', '%s', '%s', 'T', '%s', '%s', now(), '%s')"
                .formatted(id, type, source, externalId, url, text, meta));
  }

  private void paper(int id, String externalId, String text, String meta) {
    artifact(
        id, "preprint", "arxiv", externalId, "https://arxiv.org/abs/" + externalId, text, meta);
  }

  private void repository(int id, String fullName, String text) {
    artifact(
        id,
        "repo",
        "github",
        "" + id,
        "https://github.com/" + fullName,
        text,
        "{\"fullName\": \"" + fullName + "\"}");
  }

  private String writes() {
    return store.text(
        "SELECT coalesce(string_agg(x, ' ' ORDER BY x), '') FROM (SELECT 'r' || id || ':' || xmin AS x FROM artifact_relationships"
            + " UNION ALL SELECT 'c' || artifact_id || ':' || xmin FROM artifact_classifications"
            + " UNION ALL SELECT 's' || artifact_id || ':' || xmin FROM artifact_scores) t");
  }

  @Tag("DM-09")
  @Test
  void everyKindOfReferenceMakesTheEdgeOfItsDirection() {
    paper(1, "2101.00001", "Code: https://github.com/Acme/Tool.git", "{\"doi\": \"10.1000/ABC\"}");
    paper(2, "2101.00002", "We extend arXiv:2101.00001v3.", "{}");
    paper(3, "quant-ph/0201082", "As doi:10.1000/abc says.", "{}");
    repository(4, "acme/tool", "Implements https://arxiv.org/pdf/2101.00001v2.pdf");
    artifact(5, "story", "hackernews", "5", "https://arxiv.org/abs/quant-ph/0201082v1", "", "{}");
    artifact(6, "show", "hackernews", "6", "https://github.com/acme/tool/tree/main", "", "{}");
    artifact(7, "tweet", "x", "7", "", "arxiv.org/abs/2101.00002 and github.com/ACME/tool", "{}");

    assertThat(related()).isEqualTo(8);

    assertThat(store.text(EDGES))
        .isEqualTo(
            "1>4 mention 0.9 github_url_match; 2>1 cite 0.95 arxiv_id_match; 3>1 cite 0.95 doi_match;"
                + " 4>1 implement 0.95 arxiv_id_match; 5>3 mention 0.95 arxiv_id_match;"
                + " 6>4 mention 0.9 github_url_match; 7>2 reference 0.95 arxiv_id_match;"
                + " 7>4 reference 0.9 github_url_match");
  }

  @Tag("DM-09")
  @Test
  void aSecondRunAddsNoRowAndWritesNothing() {
    everyKindOfReferenceMakesTheEdgeOfItsDirection();
    store.score(1, 7);
    String before = writes();

    assertThat(related()).isZero();

    assertThat(writes()).isEqualTo(before);
  }

  @Test
  void whatIsNamedBeforeItIsThereIsLinkedWhenItArrives() {
    artifact(
        1,
        "story",
        "hackernews",
        "1",
        "https://arxiv.org/abs/2101.00009",
        "github.com/Acme/Late and 10.1000/Late",
        "{}");
    assertThat(related()).isZero();
    store.score(1, 1);

    paper(2, "2101.00009", "", "{}");
    repository(3, "acme/LATE", "");
    paper(4, "2101.00010", "", "{\"doi\": \"10.1000/late\"}");
    assertThat(related()).isEqualTo(3);

    assertThat(store.text(EDGES))
        .isEqualTo(
            "1>2 mention 0.95 arxiv_id_match; 1>3 mention 0.9 github_url_match; 1>4 mention 0.95 doi_match");
    assertThat(store.number("SELECT input_version FROM artifact_scores WHERE artifact_id = 1"))
        .isZero();
  }

  @Test
  void aTextThatChangedIsReadAgain() {
    paper(1, "2101.00001", "", "{}");
    paper(2, "2101.00002", "", "{}");
    related();
    store.score(1, 2);

    store.execute(
        "UPDATE artifacts SET content = 'See arXiv:2101.00001', updated_at = updated_at + interval '1 s' WHERE id = 2");

    assertThat(related()).isEqualTo(1);
    assertThat(store.number("SELECT count(*) FROM artifact_scores WHERE input_version = 0"))
        .isEqualTo(2);
  }

  @Test
  void afterScoringDetectionStillFindsCandidates() {
    paper(1, "2101.00001", "", "{}");
    related();
    store.score(1, 1);

    paper(2, "2101.00002", "arXiv:2101.00001", "{}");

    assertThat(related()).isEqualTo(1);
  }

  @Tag("DM-09")
  @Test
  void theLargerConfidenceStays() {
    paper(1, "2101.00001", "", "{}");
    paper(2, "2101.00002", "arXiv:2101.00001", "{}");
    paper(3, "2101.00003", "arXiv:2101.00001", "{}");
    store.execute(
        "INSERT INTO artifact_relationships (source_artifact_id, target_artifact_id, relationship_type, confidence, detection_method)"
            + " VALUES (2, 1, 'cite', 1, 'manual'), (3, 1, 'cite', 0.81, 'semantic_similarity')");

    assertThat(related()).isEqualTo(1);

    assertThat(store.text(EDGES)).isEqualTo("2>1 cite 1 manual; 3>1 cite 0.95 arxiv_id_match");
  }

  @Test
  void aWorkDoesNotReferToItself() {
    paper(1, "2101.00001", "This is arXiv:2101.00001, doi 10.1000/1", "{\"doi\": \"10.1000/1\"}");

    assertThat(related()).isZero();
  }

  @Test
  void aRunThatWasCutOffMissesNothing() {
    chain(1_000);
    related();
    String whole = store.text(EDGES);
    assertThat(store.number("SELECT count(*) FROM artifact_relationships")).isEqualTo(999);
    store.execute(
        "DELETE FROM artifact_relationships; UPDATE artifact_classifications SET raw_json = raw_json - 'references'");
    store.execute(
        "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN IF NEW.source_artifact_id = 450 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$;"
            + " CREATE TRIGGER cut BEFORE INSERT ON artifact_relationships FOR EACH ROW EXECUTE FUNCTION cut()");

    assertThatThrownBy(() -> store.run(detection())).isNotNull();
    assertThat(store.number("SELECT count(*) FROM artifact_relationships")).isBetween(1L, 998L);
    store.execute("DROP TRIGGER cut ON artifact_relationships");
    related();

    assertThat(store.text(EDGES)).isEqualTo(whole);
  }

  @Test
  void aRowThatTheDatabaseRefusesDoesNotKeepTheOthersOut() {
    chain(5);
    store.execute("ALTER TABLE artifact_relationships ADD CHECK (source_artifact_id <> 3)");

    related();

    assertThat(store.number("SELECT count(*) FROM artifact_relationships")).isEqualTo(3);
  }

  private void chain(int count) {
    store.papers(1, count);
    store.execute(
        "UPDATE artifacts SET content = 'After arXiv:2101.' || lpad((id - 1)::text, 5, '0') WHERE id > 1");
  }
}
