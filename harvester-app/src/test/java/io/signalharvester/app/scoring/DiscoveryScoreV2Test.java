/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import static io.signalharvester.app.scoring.Inputs.DAY_LATER;
import static io.signalharvester.app.scoring.Inputs.PUBLISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.signalharvester.app.scoring.Score.Component;
import io.signalharvester.app.scoring.Score.RawInput;
import io.signalharvester.app.scoring.ScoreInput.Author;
import io.signalharvester.app.scoring.ScoreInput.AuthorAccount;
import io.signalharvester.app.scoring.ScoreInput.TopicSignal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryScoreV2Test {

  private final DiscoveryScoreV2 formula = new DiscoveryScoreV2(ScoreWeights.DEFAULT);

  /** The example of the specification: 18 % rare words, 66 % rare pairs, and so on. */
  static Inputs example() {
    return new Inputs()
        .text("A theorem and a benchmark of gradient and lattice, insane")
        .engagement(40)
        .authors(
            new Author(64, 0.9, List.of(new AuthorAccount("github", 0.9))),
            new Author(50, 1, List.of()))
        .topics(new TopicSignal(0.38, 72.0, 9, 3, 3))
        .corroboration(Map.of("github", 0.95, "hackernews", 0.82))
        .terms(new TermCounts(3, 1000, 100, 18, 100, 66));
  }

  private Score score(Inputs input) {
    return formula.score(input.make(), DAY_LATER);
  }

  private static Component part(Score score, String name) {
    return score.components().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  private static Double raw(Score score, String component, String input) {
    for (RawInput raw : part(score, component).rawInputs()) {
      if (raw.name().equals(input)) {
        return raw.value();
      }
    }
    throw new AssertionError(component + " has no input " + input);
  }

  @Tag("PIPE-07")
  @Test
  void givesThePublishedNumbers() {
    Score score = score(example());

    assertThat(raw(score, "novelty", "distancePoints")).isCloseTo(88.474, within(0.001));
    assertThat(raw(score, "novelty", "termPoints")).isEqualTo(60);
    assertThat(raw(score, "novelty", "bigramPoints")).isEqualTo(60);
    assertThat(score.valueOf("novelty")).isCloseTo(74.237, within(0.001));
    assertThat(raw(score, "emergence", "freshnessPoints")).isCloseTo(86.688, within(0.001));
    assertThat(raw(score, "emergence", "growthPoints")).isEqualTo(75);
    assertThat(raw(score, "emergence", "sourcePoints")).isCloseTo(66.667, within(0.001));
    assertThat(score.valueOf("emergence")).isCloseTo(76.473, within(0.001));
    assertThat(score.valueOf("obscurity")).isCloseTo(86.549, within(0.001));
    assertThat(score.valueOf("cross_source")).isCloseTo(85.729, within(0.001));
    assertThat(score.valueOf("expert_signal")).isCloseTo(57.6, within(0.001));
    assertThat(score.components().stream().map(c -> (double) Math.round(c.contribution() * 1000)))
        .containsExactly(25983.0, 22942.0, 17310.0, 8573.0, 2880.0);
    assertThat(score.baseScore()).isCloseTo(77.687, within(0.001));
    assertThat(score.discoveryScore()).isCloseTo(72.332, within(0.001));
    assertThat(score.rankKey()).isCloseTo(1459.37915, within(0.00001));
    assertThat(score.impactScore()).isCloseTo(40.319, within(0.001));
    assertThat(score.credibilityScore()).isCloseTo(82.239, within(0.001));
    assertThat(score.algorithmVersion()).isEqualTo("v2");
  }

  @Test
  void oneSourceThatCorroboratesIsWorthTwoThirds() {
    assertThat(score(new Inputs().corroboration(Map.of("github", 0.95))).valueOf("cross_source"))
        .isCloseTo(66.5, within(0.0001));
  }

  @Test
  void weakEdgesAndEdgesToItsOwnSourceAreNoCorroboration() {
    Map<String, Double> edges = Map.of("github", 0.49, "arxiv", 1.0);

    assertThat(score(new Inputs().corroboration(edges)).valueOf("cross_source")).isZero();
  }

  @Tag("PIPE-07")
  @Test
  void everythingAtItsBestIsAHundredAndNothingIsZero() {
    // Ten sources leave 0.3^10 of doubt, which the fourth decimal still shows; a hundred do not.
    Map<String, Double> everywhere = new java.util.TreeMap<>();
    for (int i = 0; i < 100; i++) {
      everywhere.put("source" + i, 1.0);
    }
    Inputs best =
        new Inputs()
            .text(String.join(" ", Vocabulary.TECHNICAL))
            .authors(new Author(100, 1, List.of(new AuthorAccount("arxiv", 1))))
            .topics(new TopicSignal(-1.0, 100.0, 100, 0, 10))
            .corroboration(everywhere)
            .terms(new TermCounts(1, 1000, 10, 10, 10, 10));
    Inputs worst =
        new Inputs()
            .source("x")
            .text(String.join(" ", Vocabulary.HYPE))
            .topics(new TopicSignal(1.0, 0.0, 0, 5, 0))
            .engagement(Integer.MAX_VALUE);

    Score full = formula.score(best.make(), PUBLISHED);
    Score empty = formula.score(worst.make(), PUBLISHED.plusSeconds(400 * 24 * 3600L));

    assertThat(full.components().stream().map(Component::value)).containsOnly(100.0);
    assertThat(full.baseScore()).isEqualTo(100);
    assertThat(empty.components().stream().map(Component::value)).containsOnly(0.0);
    assertThat(empty.baseScore()).isZero();
    assertThat(empty.discoveryScore()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "arxiv, 80",
    "crossref, 70",
    "semantic, 70",
    "github, 60",
    "hackernews, 45",
    "linkedin, 45",
    "reddit, 40",
    "facebook, 30",
    "x, 20",
    "youtube, 50"
  })
  void obscurityStartsWhereTheSourceIs(String source, double base) {
    assertThat(score(new Inputs().source(source)).valueOf("obscurity")).isEqualTo(base);
  }

  @ParameterizedTest
  @CsvSource({
    "arxiv, 90",
    "crossref, 90",
    "semantic, 90",
    "github, 75",
    "hackernews, 55",
    "linkedin, 50",
    "reddit, 45",
    "x, 40",
    "facebook, 35",
    "youtube, 40"
  })
  void credibilityBeginsWithTheSource(String source, double half) {
    assertThat(score(new Inputs().source(source)).credibilityScore()).isEqualTo(half / 2);
  }

  @Test
  void accountsAddFifteenAtMost() {
    AuthorAccount sure = new AuthorAccount("arxiv", 0.81);

    assertThat(
            score(new Inputs().source("x").authors(new Author(0, 1, List.of(sure, sure))))
                .valueOf("obscurity"))
        .isEqualTo(35);
  }

  @Test
  void anArtifactTakesTheBestFigureOfAnyOfItsTopics() {
    Score score =
        score(
            new Inputs()
                .topics(new TopicSignal(0.1, 20.0, 9, 3, 1), new TopicSignal(0.38, null, 0, 0, 3)));

    assertThat(raw(score, "novelty", "distance")).isCloseTo(1.1136, within(0.0001));
    assertThat(raw(score, "emergence", "topicEmergence")).isEqualTo(20);
    assertThat(raw(score, "emergence", "growthPoints")).isEqualTo(75);
    assertThat(raw(score, "emergence", "sourcePoints")).isCloseTo(66.667, within(0.001));
  }

  @Tag("PIPE-08")
  @Test
  void explanationsNameTheNumbers() {
    assertThat(score(example()).components().stream().map(Component::explanation))
        .containsExactly(
            "It lies 1.11 from the centre of its nearest topic (88.5 of 100); 18 of 100 distinct long"
                + " words are rare (18 %), worth 60 of 100; 66 of 100 distinct word pairs are rare"
                + " (66 %), worth 60 of 100; measured on 1000 documents.",
            "It is 24 hours old (86.7 of 100); the emergence score of its topic is 72; its topic has 9"
                + " artifacts of 7 days against 3 a week before (75 of 100), from 3 sources in 14 days"
                + " (66.7 of 100).",
            "What comes from arxiv starts at 80; accounts of its authors: +10; 4 technical words: +8;"
                + " 1 hype word: -5; 40 reactions: -6.5.",
            "Linked to artifacts of 2 other sources, with the confidence of the best link: github 0.95,"
                + " hackernews 0.82.",
            "The strongest of its 2 authors has an influence of 64, linked with a confidence of 0.9.");
  }

  @Test
  void explanationsNameWhatIsNotKnownYet() {
    Score nothing = score(new Inputs().topics(new TopicSignal(null, null, 1, 0, 1)));

    assertThat(part(nothing, "novelty").explanation())
        .startsWith(
            "No centre of a topic is known for it yet, so the distance counts as 50 of 100; 0 of 0"
                + " distinct long words are rare (0 %)");
    assertThat(part(nothing, "emergence").explanation())
        .contains("no emergence event of its topics is known yet, counted as 0");
    assertThat(part(score(new Inputs()), "emergence").explanation())
        .contains("it has no topic yet");
    assertThat(part(nothing, "cross_source").explanation())
        .isEqualTo("No artifact of another source is linked to it yet, counted as 0.");
    assertThat(part(nothing, "expert_signal").explanation())
        .isEqualTo("No author of it is known, counted as 0.");
    assertThat(
            part(score(new Inputs().authors(new Author(0, 1, List.of()))), "expert_signal")
                .explanation())
        .isEqualTo("No influence of its 1 author is known yet, counted as 0.");
    assertThat(raw(nothing, "novelty", "distance")).isNull();
    assertThat(raw(nothing, "emergence", "topicEmergence")).isNull();
  }

  @Test
  void contributionsAddUpToTheBaseScoreInDecimals() {
    Score score = score(example());

    BigDecimal sum =
        score.components().stream()
            .map(c -> new BigDecimal(Double.toString(c.contribution())))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(sum).isEqualByComparingTo(new BigDecimal(Double.toString(score.baseScore())));
  }

  /** Exact doubles: another machine or JVM must give these, bit by bit. */
  @Tag("PIPE-08")
  @Test
  void resultsAreTheSameBitsEverywhere() {
    Score one = score(example());
    Score other =
        formula.score(
            new Inputs()
                .source("hackernews")
                .text("Viral simulation")
                .published(PUBLISHED.minusSeconds(12_345))
                .engagement(1234)
                .topics(new TopicSignal(0.61803, null, 17, 4.25, 2))
                .corroboration(Map.of("arxiv", 0.7, "github", 0.9, "x", 0.55))
                .terms(new TermCounts(9, 4321, 37, 5, 61, 40))
                .make(),
            PUBLISHED);

    assertThat(bits(one)).containsExactly(ONE);
    assertThat(bits(other)).containsExactly(OTHER);
    assertThat(example().make().version()).isEqualTo(EXAMPLE_VERSION);
  }

  // Worked out by another program first; the last two are sums of logarithms and exponentials.
  private static final double[] ONE = {
    74.2369,
    76.473,
    86.5489,
    85.729,
    57.6,
    40.3192,
    82.2387,
    77.687495,
    72.33193504294236,
    1459.3791493313656
  };
  private static final double[] OTHER = {
    53.6405,
    52.7272,
    29.6333,
    88.395,
    0.0,
    77.2908,
    54.0185,
    49.358495,
    48.857311300977,
    1458.9153590621372
  };
  private static final long EXAMPLE_VERSION = 4_083_164_767_931_180_861L;

  private static double[] bits(Score score) {
    return new double[] {
      score.valueOf("novelty"),
      score.valueOf("emergence"),
      score.valueOf("obscurity"),
      score.valueOf("cross_source"),
      score.valueOf("expert_signal"),
      score.impactScore(),
      score.credibilityScore(),
      score.baseScore(),
      score.discoveryScore(),
      score.rankKey()
    };
  }

  @Test
  void equalInputsHaveEqualVersionsAndEveryChangeShows() {
    assertThat(example().make().version()).isPositive().isEqualTo(example().make().version());
    assertThat(
            List.of(
                example().source("x"),
                example().text("other"),
                example().published(PUBLISHED.minusSeconds(1)),
                example().engagement(41),
                example().authors(),
                example().topics(new TopicSignal(null, 72.0, 9, 3, 3)),
                example().topics(new TopicSignal(0.38, null, 9, 3, 3)),
                example().topics(new TopicSignal(0.38, 72.0, 10, 3, 3)),
                example().topics(new TopicSignal(0.38, 72.0, 9, 4, 3)),
                example().topics(new TopicSignal(0.38, 72.0, 9, 3, 4)),
                example().corroboration(Map.of("github", 0.95)),
                example().terms(new TermCounts(4, 1000, 100, 18, 100, 66)),
                example().terms(new TermCounts(3, 1000, 100, 18, 100, 67)),
                example()))
        .extracting(input -> input.make().version())
        .doesNotHaveDuplicates();
  }

  @Test
  void numbersOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> new TopicSignal(1.01, null, 0, 0, 0))
        .hasMessageContaining("cosine to a topic's centroid is 1.01");
    assertThatThrownBy(() -> new TopicSignal(Double.NaN, null, 0, 0, 0))
        .hasMessageContaining("cosine");
    assertThatThrownBy(() -> new Author(101, 1, List.of())).hasMessageContaining("influence");
    assertThatThrownBy(() -> new Inputs().engagement(-1).make()).hasMessageContaining("engagement");
    assertThatThrownBy(() -> new Inputs().corroboration(Map.of("github", 1.1)).make())
        .hasMessageContaining("edge to github is 1.1");
  }
}
