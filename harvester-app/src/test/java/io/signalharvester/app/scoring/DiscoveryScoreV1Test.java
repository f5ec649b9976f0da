/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import static io.signalharvester.app.scoring.Inputs.DAY_LATER;
import static io.signalharvester.app.scoring.Inputs.PUBLISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signalharvester.app.scoring.ScoreInput.Author;
import io.signalharvester.app.scoring.ScoreInput.AuthorAccount;
import io.signalharvester.app.scoring.ScoreInput.TopicSignal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("PIPE-06")
class DiscoveryScoreV1Test {

  private final DiscoveryScoreV1 formula = new DiscoveryScoreV1();

  // Enough different long words for both caps of novelty, and technical words without hype.
  private static final String RICH_TEXT =
      IntStream.range(0, 400).mapToObj(i -> "wording" + i).collect(Collectors.joining(" "))
          + " theorem lattice gradient algorithm benchmark";

  private static Author author(AuthorAccount... accounts) {
    return new Author(0, 1, List.of(accounts));
  }

  private Score score(Inputs input, Instant now) {
    return formula.score(input.make(), now);
  }

  @Test
  void givesThePublishedNumbers() {
    Inputs input =
        new Inputs()
            .text(RICH_TEXT)
            .authors(author(new AuthorAccount("arxiv", 0.9)), author())
            .topics(new TopicSignal(null, null, 4, 0, 1));

    Score score = score(input, DAY_LATER);

    assertThat(score.valueOf("novelty")).isCloseTo(38.0, within(0.01));
    assertThat(score.valueOf("emergence")).isCloseTo(58.67, within(0.01));
    assertThat(score.valueOf("obscurity")).isEqualTo(100);
    assertThat(score.discoveryScore()).isCloseTo(48.56, within(0.01));
  }

  @Test
  void belowTheCapsEveryTermCounts() {
    // Worked out by hand: 6 long words, the pair "models of" is rare by its hash, 4 technical
    // words.
    Inputs input =
        new Inputs()
            .source("github")
            .text("A stochastic gradient theorem for very sparse lattice models of light in a hall")
            .authors(author(new AuthorAccount("semantic", 0.5)))
            .topics(new TopicSignal(0.38, null, 3, 0, 1));

    Score score = score(input, DAY_LATER);

    assertThat(score.components().stream().map(Score.Component::value))
        .containsExactly(31.8388, 55.6719, 73.0, 10.0, 5.0);
    assertThat(score.baseScore()).isEqualTo(43.69515);
    assertThat(score.discoveryScore()).isCloseTo(40.682927818584226, within(1e-12));
  }

  @Test
  void withoutTopicThereIsNoTopicBonus() {
    Score score = score(new Inputs(), PUBLISHED);

    assertThat(score.valueOf("novelty")).isEqualTo(25);
    assertThat(score.valueOf("emergence")).isEqualTo(35);
    assertThat(score.valueOf("obscurity")).isEqualTo(80);
  }

  @Test
  void hypeWordsCostAndTechnicalWordsAreWorthSomethingOnce() {
    Score plain = score(new Inputs().text("theorem theorem"), PUBLISHED);
    Score hyped = score(new Inputs().text("theorem game-changer Viral viral"), PUBLISHED);

    assertThat(plain.valueOf("obscurity")).isEqualTo(82);
    assertThat(hyped.valueOf("obscurity")).isEqualTo(72);
  }

  @Test
  void aPartOfAHyphenatedWordDoesNotCountInV1() {
    assertThat(
            score(new Inputs().text("state-of-the-art-benchmark"), PUBLISHED).valueOf("obscurity"))
        .isEqualTo(80);
  }

  @Test
  void hashIsFnv1a() {
    assertThat(StableHash.of("")).isEqualTo(0xcbf29ce484222325L);
    assertThat(StableHash.of("a")).isEqualTo(0xaf63dc4c8601ec8cL);
    assertThat(StableHash.of("foobar")).isEqualTo(0x85944171f73967e8L);
  }
}
