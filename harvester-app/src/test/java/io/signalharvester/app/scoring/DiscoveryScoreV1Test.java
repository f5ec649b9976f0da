/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signalharvester.app.scoring.ScoreInput.AuthorAccount;
import io.signalharvester.app.scoring.ScoreInput.TopicSignal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiscoveryScoreV1Test {

  private static final Instant PUBLISHED = Instant.ofEpochSecond(1_760_000_000);
  private static final Instant DAY_LATER = PUBLISHED.plusSeconds(24 * 3600);

  // Enough different long words for both caps of novelty, and technical words without hype.
  private static final String RICH_TEXT =
      IntStream.range(0, 400).mapToObj(i -> "wording" + i).collect(Collectors.joining(" "))
          + " theorem lattice gradient algorithm benchmark";

  private static ScoreInput paper(String text, TopicSignal topic, List<AuthorAccount> accounts) {
    return new ScoreInput("arxiv", text, PUBLISHED, PUBLISHED, 0, 2, accounts, topic);
  }

  @Test
  void givesThePublishedNumbers() {
    ScoreInput input =
        paper(RICH_TEXT, new TopicSignal(4, null), List.of(new AuthorAccount("arxiv", 0.9)));

    Score score = DiscoveryScoreV1.score(input, DAY_LATER);

    assertThat(score.valueOf("novelty")).isCloseTo(38.0, within(0.01));
    assertThat(score.valueOf("emergence")).isCloseTo(58.67, within(0.01));
    assertThat(score.valueOf("obscurity")).isEqualTo(100);
    assertThat(score.discoveryScore()).isCloseTo(48.56, within(0.01));
  }

  @Test
  void contributionsSumToTheBaseScoreAndWeightsToOne() {
    Score score = DiscoveryScoreV1.score(paper("A theorem", null, List.of()), DAY_LATER);

    assertThat(score.components().stream().mapToDouble(Score.Component::contribution).sum())
        .isCloseTo(score.baseScore(), within(1e-9));
    assertThat(score.components().stream().mapToDouble(Score.Component::weight).sum())
        .isCloseTo(1.0, within(1e-9));
  }

  @Test
  void withoutTopicThereIsNoTopicBonus() {
    Score score = DiscoveryScoreV1.score(paper("", null, List.of()), PUBLISHED);

    assertThat(score.valueOf("novelty")).isEqualTo(25);
    assertThat(score.valueOf("emergence")).isEqualTo(35);
    assertThat(score.valueOf("obscurity")).isEqualTo(80);
  }

  @Test
  void hypeWordsCostAndTechnicalWordsAreWorthSomethingOnce() {
    Score plain = DiscoveryScoreV1.score(paper("theorem theorem", null, List.of()), PUBLISHED);
    Score hyped =
        DiscoveryScoreV1.score(
            paper("theorem game-changer Viral viral", null, List.of()), PUBLISHED);

    assertThat(plain.valueOf("obscurity")).isEqualTo(82);
    assertThat(hyped.valueOf("obscurity")).isEqualTo(72);
  }

  @Test
  void sameArgumentsGiveBitEqualResults() {
    ScoreInput input = paper(RICH_TEXT, null, List.of());

    assertThat(DiscoveryScoreV1.score(input, DAY_LATER))
        .isEqualTo(DiscoveryScoreV1.score(input, DAY_LATER));
  }

  @Test
  void hashIsFnv1a() {
    assertThat(StableHash.of("")).isEqualTo(0xcbf29ce484222325L);
    assertThat(StableHash.of("a")).isEqualTo(0xaf63dc4c8601ec8cL);
    assertThat(StableHash.of("foobar")).isEqualTo(0x85944171f73967e8L);
  }

  @Test
  void rankKeyFilterAndLiveScoreAreThoseOfTheSpecification() {
    double key = Ageing.rankKey(77.687, PUBLISHED);

    assertThat(key).isCloseTo(1459.37915, within(0.00001));
    assertThat(Ageing.leastRankKey(70, DAY_LATER)).isCloseTo(1459.34638, within(0.00001));
    assertThat(Ageing.leastRankKey(80, DAY_LATER)).isCloseTo(1459.47991, within(0.00001));
    assertThat(Ageing.scoreAt(key, DAY_LATER)).isCloseTo(72.332, within(0.001));
    assertThat(Ageing.agedScore(77.687, PUBLISHED, DAY_LATER)).isCloseTo(72.332, within(0.001));
    assertThat(
            Ageing.scoreAt(
                Ageing.rankKey(100, PUBLISHED), PUBLISHED.plusMillis((long) (74.98 * 3_600_000))))
        .isCloseTo(80, within(0.01));
  }

  @Test
  void aDateInTheFutureDoesNotMakeAnythingYoungerThanFirstSeen() {
    ScoreInput input = new ScoreInput("arxiv", "", DAY_LATER, PUBLISHED, 0, 0, List.of(), null);

    assertThat(input.ageFrom()).isEqualTo(PUBLISHED);
    assertThat(Ageing.hoursBetween(DAY_LATER, PUBLISHED)).isZero();
  }
}
