/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import static io.signalharvester.app.scoring.Inputs.PUBLISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signalharvester.app.scoring.Score.Component;
import io.signalharvester.app.scoring.ScoreInput.Author;
import io.signalharvester.app.scoring.ScoreInput.TopicSignal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds of v2 for any input. */
class DiscoveryScoreV2PropertyTest {

  private final DiscoveryScoreV2 formula = new DiscoveryScoreV2(ScoreWeights.DEFAULT);

  /** Numbers of one artifact, in a form that a test can move one by one. */
  record Case(
      String source,
      int technical,
      int hype,
      int engagement,
      int ageHours,
      double influence,
      double cosine,
      double emergence,
      int lastWeek,
      int weeklyMean,
      int sources,
      double edge,
      int rareWords,
      int rareBigrams) {

    Inputs inputs() {
      List<String> technicalWords =
          Vocabulary.TECHNICAL.stream().sorted().limit(technical).toList();
      List<String> hypeWords = Vocabulary.HYPE.stream().sorted().limit(hype).toList();
      return new Inputs()
          .source(source)
          .text(String.join(" ", technicalWords) + " " + String.join(" ", hypeWords))
          .engagement(engagement)
          .authors(new Author(influence, 0.8, List.of()))
          .topics(new TopicSignal(cosine, emergence, lastWeek, weeklyMean, sources))
          .corroboration(Map.of("crossref", edge))
          .terms(new TermCounts(1, 1000, 50, rareWords, 60, rareBigrams));
    }

    Instant now() {
      return PUBLISHED.plusSeconds(3600L * ageHours);
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<Integer> small = Arbitraries.integers().between(0, 50);
    return Combinators.combine(
            Arbitraries.of("arxiv", "github", "hackernews", "reddit", "x", "facebook"),
            Arbitraries.integers().between(0, 15),
            Arbitraries.integers().between(0, 6),
            Arbitraries.integers().between(0, Integer.MAX_VALUE),
            Arbitraries.integers().between(0, 100_000),
            Arbitraries.doubles().between(0, 100),
            Arbitraries.doubles().between(-1, 1),
            Arbitraries.doubles().between(0, 100))
        .flatAs((source, technical, hype, engagement, age, influence, cosine, emergence) ->
            Combinators.combine(
                    small, small, small, Arbitraries.doubles().between(0, 1), small, small)
                .as((lastWeek, mean, sources, edge, rareWords, rareBigrams) ->
                    new Case(
                        source,
                        technical,
                        hype,
                        engagement,
                        age,
                        influence,
                        cosine,
                        emergence,
                        lastWeek,
                        mean,
                        sources,
                        edge,
                        rareWords,
                        rareBigrams)));
  }

  @Property
  void everyValueIsFromZeroToAHundredAndContributionsAddUp(
      @ForAll("cases") Case any,
      @ForAll @DoubleRange(max = 1) double a,
      @ForAll @DoubleRange(max = 1) double b) {
    double rest = 1 - Math.max(a, b);
    ScoreWeights weights =
        new ScoreWeights(Math.min(a, b), Math.abs(a - b), rest / 2, rest / 4, rest / 4);
    Score score = new DiscoveryScoreV2(weights).score(any.inputs().make(), any.now());

    for (Component part : score.components()) {
      assertThat(part.value()).isBetween(0.0, 100.0);
    }
    assertThat(List.of(score.impactScore(), score.credibilityScore(), score.discoveryScore()))
        .allMatch(value -> value >= 0 && value <= 100);
    assertThat(score.components().stream().mapToDouble(Component::contribution).sum())
        .isCloseTo(score.baseScore(), within(1e-6));
    assertThat(score.baseScore()).isBetween(0.0, 100.0);
    assertThat(score.rankKey())
        .isCloseTo(
            Math.log(Math.max(score.baseScore(), 0.01)) + PUBLISHED.getEpochSecond() / 3600.0 / 336,
            within(1e-9));
  }

  @Property
  void sameInputGivesTheSameBits(@ForAll("cases") Case any) {
    assertThat(formula.score(any.inputs().make(), any.now()))
        .isEqualTo(formula.score(any.inputs().make(), any.now()));
  }

  /** Each number moves the base score in one direction only. */
  @Property
  void theScoreIsMonotoneInEachInput(
      @ForAll("cases") Case any, @ForAll @IntRange(min = 1, max = 20) int step) {
    double base = base(any.inputs(), any);
    int technical = Math.min(15, any.technical + step);
    int hype = Math.min(6, any.hype + step);
    Map<String, Double> moved = new HashMap<>();
    moved.put("more technical words", base(with(any, technical, any.hype).inputs(), any));
    moved.put("a stronger edge", base(any.inputs().corroboration(Map.of("crossref", 1.0)), any));
    moved.put(
        "one more source",
        base(any.inputs().corroboration(Map.of("crossref", any.edge, "semantic", 0.6)), any));
    moved.put(
        "a stronger author", base(any.inputs().authors(new Author(100, 0.8, List.of())), any));
    moved.put(
        "more rare words",
        base(any.inputs().terms(new TermCounts(1, 1000, 50, 50, 60, any.rareBigrams)), any));
    moved.put(
        "more rare pairs",
        base(any.inputs().terms(new TermCounts(1, 1000, 50, any.rareWords, 60, 60)), any));
    moved.put(
        "farther from the centre",
        base(topic(any, -1, any.emergence, any.lastWeek, any.sources), any));
    moved.put(
        "an emerging topic", base(topic(any, any.cosine, 100, any.lastWeek, any.sources), any));
    moved.put(
        "a growing topic",
        base(topic(any, any.cosine, any.emergence, any.lastWeek + step, any.sources), any));
    moved.put(
        "more sources of the topic",
        base(topic(any, any.cosine, any.emergence, any.lastWeek, any.sources + step), any));
    assertThat(moved)
        .allSatisfy((what, score) -> assertThat(score).as(what).isGreaterThanOrEqualTo(base));

    Map<String, Double> lowered = new HashMap<>();
    lowered.put("more hype", base(with(any, any.technical, hype).inputs(), any));
    lowered.put(
        "more engagement",
        base(
            any.inputs().engagement((int) Math.min(Integer.MAX_VALUE, 2L * any.engagement + step)),
            any));
    lowered.put(
        "older",
        formula.score(any.inputs().make(), any.now().plusSeconds(3600L * step)).baseScore());
    assertThat(lowered)
        .allSatisfy((what, score) -> assertThat(score).as(what).isLessThanOrEqualTo(base));
  }

  private double base(Inputs inputs, Case any) {
    return formula.score(inputs.make(), any.now()).baseScore();
  }

  private static Inputs topic(
      Case any, double cosine, double emergence, int lastWeek, int sources) {
    return any.inputs()
        .topics(new TopicSignal(cosine, emergence, lastWeek, any.weeklyMean, sources));
  }

  private static Case with(Case any, int technical, int hype) {
    return new Case(
        any.source,
        technical,
        hype,
        any.engagement,
        any.ageHours,
        any.influence,
        any.cosine,
        any.emergence,
        any.lastWeek,
        any.weeklyMean,
        any.sources,
        any.edge,
        any.rareWords,
        any.rareBigrams);
  }
}
