/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Members get vectors of two dimensions, so that one can see where they point. */
class TopicCentroidsTest {

  private static final String MODEL = "m2";
  private static final long TOPIC = 5;

  private final EmbeddingFixture fixture = new EmbeddingFixture();
  private int members;

  @BeforeEach
  void topic() {
    fixture.server.execute(
        fixture.database,
        "INSERT INTO topics (id, name, taxonomy_path) VALUES (5, 'rl', 'ai/ml/rl'), (6, 'cv', 'ai/ml/cv')");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private long run() {
    return Objects.requireNonNull(fixture.topics(MODEL).refresh().block());
  }

  private long member(double ageDays, float... vector) {
    members++;
    long id = fixture.artifact("m" + members, "Member " + members, "text");
    embed(id, "" + members, vector);
    fixture.server.execute(
        fixture.database,
        "INSERT INTO artifact_topics (artifact_id, topic_id, published_at) VALUES (%d, %d, timestamptz '%s' - interval '%s days')"
            .formatted(id, TOPIC, EmbeddingFixture.NOW, ageDays));
    return id;
  }

  private void embed(long id, String hash, float... vector) {
    fixture.server.execute(
        fixture.database,
        """
        INSERT INTO embeddings (kind, ref_id, model, dims, vector, text_hash, computed_at)
        VALUES ('artifact', %d, '%s', %d, '\\x%s', lpad('%s', 32, '0'), now())
        ON CONFLICT (kind, ref_id, model) DO UPDATE SET vector = excluded.vector, text_hash = excluded.text_hash\
        """
            .formatted(
                id, MODEL, vector.length, HexFormat.of().formatHex(Vectors.toBytes(vector)), hash));
  }

  private float[] stored() {
    return Vectors.fromBytes(
        HexFormat.of()
            .parseHex(
                fixture.server.text(
                    fixture.database,
                    "SELECT encode(vector, 'hex') FROM embeddings WHERE kind = 'topic' AND ref_id = 5 AND model = 'm2'")));
  }

  private long vectorsOfTopics() {
    return fixture.number("SELECT count(*) FROM embeddings WHERE kind = 'topic'");
  }

  @Test
  @Tag("PIPE-11")
  void aTopicGetsTheWeightedMeanOfItsMembersAndASecondRunWritesNothing() {
    fixture.score(member(0, 1, 0), 80, 7);
    member(30, 0, 1);
    fixture.score(member(15, .6f, .8f), 60, 7);

    assertThat(run()).isEqualTo(1);

    assertThat(stored()[0]).isCloseTo(.9062f, within(.0001f));
    assertThat(stored()[1]).isCloseTo(.4228f, within(.0001f));
    assertThat(vectorsOfTopics()).as("a topic without members has none").isEqualTo(1);
    assertThat(fixture.number("SELECT count(*) FROM artifact_scores WHERE input_version = 0"))
        .isEqualTo(2);
    String before = fixture.untouched();
    assertThat(run()).isZero();
    assertThat(fixture.untouched()).isEqualTo(before);
  }

  @Test
  void newScoresAloneDoNotMoveATopicOrElseScoringWouldNeverEnd() {
    long one = member(0, 1, 0);
    long two = member(0, 0, 1);
    run();
    String before = fixture.untouched();
    fixture.score(one, 90, 7);
    fixture.score(two, 1, 7);

    assertThat(run()).isZero();
    assertThat(fixture.untouched()).isEqualTo(before);

    member(0, 1, 0);
    run();
    assertThat(stored()[0]).as("with the next member they count").isCloseTo(1, within(.001f));
  }

  @Test
  void aMemberThatTurnsTheVectorReplacesItAndMakesTheScoresOfTheTopicDue() {
    long first = member(1, 1, 0);
    run();
    fixture.score(first, 50, 7);
    long outside = fixture.artifact("outside", "Other", "text");
    fixture.score(outside, 50, 7);

    member(1, 0, 1);

    assertThat(run()).isEqualTo(1);
    assertThat(stored()[0]).isCloseTo((float) Math.sqrt(.5), within(.0001f));
    assertThat(fixture.inputVersion(first)).isZero();
    assertThat(fixture.inputVersion(outside)).isEqualTo(7);
  }

  @Test
  void aMemberThatHardlyTurnsTheVectorLeavesItAndTheScoresAsTheyAre() {
    long first = member(1, 1, 0);
    run();
    fixture.score(first, 50, 7);
    float[] before = stored();

    member(1, (float) Math.cos(.05), (float) Math.sin(.05));

    assertThat(run()).isZero();
    assertThat(stored()).isEqualTo(before);
    assertThat(fixture.inputVersion(first)).isEqualTo(7);
    // It was looked at: the next run does not look again.
    String settled = fixture.untouched();
    run();
    assertThat(fixture.untouched()).isEqualTo(settled);
  }

  @Test
  void smallTurnsAddUpUntilTheVectorIsReplaced() {
    long first = member(0, 1, 0);
    run();
    int replaced = 0;
    for (int i = 1; i <= 10 && replaced == 0; i++) {
      embed(first, "turned" + i, (float) Math.cos(i * .02), (float) Math.sin(i * .02));
      replaced += (int) run();
    }

    assertThat(replaced).isEqualTo(1);
    assertThat(stored()[1]).isCloseTo((float) Math.sin(.06), within(.0001f));
  }

  @Test
  void onlyTheNewestHundredMembersCount() {
    for (int i = 0; i < 100; i++) {
      member(1 + i / 1000.0, 1, 0);
    }
    run();
    long old = member(20, 0, 1);
    String before = fixture.untouched();

    assertThat(run()).isZero();
    assertThat(fixture.untouched()).isEqualTo(before);
    assertThat(stored()).containsExactly(1, 0);

    fixture.score(old, 50, 7);
    for (int i = 0; i < 60; i++) {
      member(0, 0, 1);
    }
    assertThat(run()).isEqualTo(1);
    assertThat(fixture.inputVersion(old)).as("an old member is compared with it too").isZero();
  }

  @Test
  void aTopicThatLostItsMembersLosesItsVector() {
    member(0, 1, 0);
    run();
    assertThat(vectorsOfTopics()).isEqualTo(1);
    fixture.server.execute(fixture.database, "DELETE FROM artifact_topics");

    run();

    assertThat(vectorsOfTopics()).isZero();
  }
}
