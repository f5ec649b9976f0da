/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.embeddings.ArtifactEmbeddings.Refreshed;
import io.signalharvester.app.embeddings.EmbeddingFixture.Watched;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real PostgreSQL and Redis, with the provider hash. */
class ArtifactEmbeddingsTest {

  private final EmbeddingFixture fixture = new EmbeddingFixture();
  private final HashEmbedder hash = new HashEmbedder();

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<Refreshed> run(TextEmbedder embedder) {
    return Objects.requireNonNull(fixture.artifacts(embedder).refresh().collectList().block());
  }

  private int embedded(List<Refreshed> done) {
    return done.stream().mapToInt(Refreshed::embedded).sum();
  }

  @Test
  @Tag("PIPE-11")
  void everyArtifactGetsTheVectorOfItsTextAndASecondRunWritesNothing() {
    fixture.artifacts(1_050);

    assertThat(embedded(run(hash))).isEqualTo(1_050);

    assertThat(
            fixture.number(
                "SELECT count(*) FROM embeddings WHERE kind = 'artifact' AND dims = 384"))
        .isEqualTo(1_050);
    String text = "Paper 3\nIt is about subject " + 3 * 7919 % 1000 + " of field 3";
    assertThat(
            fixture.server.text(
                fixture.database,
                "SELECT text_hash || encode(vector, 'hex') FROM embeddings JOIN artifacts a ON a.id = ref_id"
                    + " WHERE a.external_id = 'a3' AND model = 'hash-ngram-384-v1'"))
        .isEqualTo(
            HashedText.of(text).hash()
                + HexFormat.of().formatHex(Vectors.toBytes(hash.embed(List.of(text)).getFirst())));

    String before = fixture.untouched();
    assertThat(embedded(run(hash))).isZero();
    assertThat(fixture.untouched()).isEqualTo(before);
  }

  @Test
  @Tag("PIPE-11")
  void aChangedTextIsEmbeddedAgainAndOnlyItsScoreIsDue() {
    long changed = fixture.artifact("a", "Lemon", "cake");
    long same = fixture.artifact("b", "Quantum", "error correction");
    run(hash);
    fixture.score(changed, 40, 7);
    fixture.score(same, 40, 7);
    String versions = "SELECT max(version) FROM embeddings WHERE ref_id = ";
    long newest = fixture.number("SELECT max(version) FROM embeddings");

    fixture.server.execute(
        fixture.database,
        "UPDATE artifacts SET content = 'tart', content_hash = NULL WHERE id = " + changed);

    assertThat(embedded(run(hash))).isEqualTo(1);
    assertThat(fixture.inputVersion(changed)).isZero();
    assertThat(fixture.inputVersion(same)).isEqualTo(7);
    assertThat(fixture.number(versions + changed)).isGreaterThan(newest);
    assertThat(fixture.number(versions + same)).isLessThanOrEqualTo(newest);
    // Without a stored hash the database computes the one that the text has.
    assertThat(embedded(run(hash))).isZero();
    assertThat(
            fixture.server.text(
                fixture.database, "SELECT text_hash FROM embeddings WHERE ref_id = " + changed))
        .isEqualTo(HashedText.of("Lemon\ntart").hash());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aRunThatWasEndedAnywhereIsFinishedByTheNextWithTheSameRows(int batches) {
    fixture.artifacts(230);
    List<Refreshed> told =
        Objects.requireNonNull(
            fixture.artifacts(hash).refresh().take(batches).collectList().block());
    // Batches run beside each other, so the last and short one may be among the first to be done.
    assertThat(told).hasSize(batches);
    assertThat(embedded(told)).isPositive();
    assertThat(fixture.number("SELECT count(*) FROM embeddings"))
        .isGreaterThanOrEqualTo(embedded(told))
        .isLessThanOrEqualTo(230);

    run(hash);

    try (EmbeddingFixture other = new EmbeddingFixture()) {
      other.artifacts(230);
      other.artifacts(hash).refresh().blockLast();
      assertThat(fixture.content()).isEqualTo(other.content());
    }
  }

  @Test
  void textsWithoutWordsHaveNoVectorAndARemovedTextLosesItsOwn() {
    long wordless = fixture.artifact("none", null, "  --- ");
    long removed = fixture.artifact("removed", "A post", "of somebody");
    long emptied = fixture.artifact("emptied", "A title", "and text");
    run(hash);
    fixture.score(removed, 50, 7);
    assertThat(fixture.number("SELECT count(*) FROM embeddings WHERE ref_id = " + wordless))
        .isZero();

    fixture.server.execute(
        fixture.database,
        "UPDATE artifacts SET title = NULL, content = NULL, text_removed_at = now() WHERE id = "
            + removed
            + "; UPDATE artifacts SET title = '', content = NULL, content_hash = NULL WHERE id = "
            + emptied);

    assertThat(embedded(run(hash))).isZero();
    assertThat(fixture.number("SELECT count(*) FROM embeddings")).isZero();
    assertThat(fixture.inputVersion(removed)).isZero();
  }

  @Test
  void aTextThatTheModelCannotDoIsNamedAndTheOthersOfItsBatchAreStored() {
    fixture.artifacts(10);
    long bad = fixture.artifact("bad", "A title", "with poison");
    fixture.artifact("last", "Another", "text");

    List<Refreshed> done = run(new Watched("m-failing"));

    assertThat(embedded(done)).isEqualTo(11);
    assertThat(done.stream().flatMap(one -> one.failed().stream()).toList()).containsExactly(bad);
    assertThat(fixture.number("SELECT count(*) FROM embeddings")).isEqualTo(11);
  }

  @Test
  void eachModelHasVectorsOfItsOwn() {
    fixture.artifacts(3);
    run(hash);
    run(new Watched("m-second"));

    assertThat(fixture.number("SELECT count(*) FROM embeddings")).isEqualTo(6);
    assertThat(fixture.number("SELECT count(*) FROM embeddings WHERE model = 'm-second'"))
        .isEqualTo(3);
  }

  @Test
  void aHugeTextIsCutBeforeItLeavesTheDatabase() {
    fixture.artifact("huge", "A title", "word ".repeat(200_000));
    Watched watched = new Watched("m-huge-" + System.nanoTime());

    run(watched);

    assertThat(watched.seen).singleElement().asString().hasSize(TextEmbedder.MOST_CHARACTERS);
    assertThat(embedded(run(watched))).isZero();
  }
}
