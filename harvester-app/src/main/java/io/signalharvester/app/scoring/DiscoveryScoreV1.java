/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import io.signalharvester.app.scoring.Score.Component;
import io.signalharvester.app.scoring.Score.RawInput;
import io.signalharvester.app.scoring.ScoreInput.Author;
import io.signalharvester.app.scoring.ScoreInput.TopicSignal;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The discovery score v1 (specification, pipelines 4.1), kept for comparison. Same arguments give
 * bit-equal results on any machine: the order of summation is fixed and components are rounded to 4
 * decimals before they are weighted.
 */
public final class DiscoveryScoreV1 implements ScoreFormula {

  /** Name of this formula in stored scores. */
  public static final String VERSION = "v1";

  // v1 knows no others.
  private static final ScoreWeights WEIGHTS = ScoreWeights.DEFAULT;

  private static final String WEIGHTS_HASH = WEIGHTS.hash();

  private static final double UNKNOWN_DISTANCE = 50;
  private static final Set<String> CODE_AND_PAPERS = Set.of("arxiv", "github");

  /** Creates the formula. */
  public DiscoveryScoreV1() {}

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public String weightsHash() {
    return WEIGHTS_HASH;
  }

  @Override
  public Score score(ScoreInput input, Instant now) {
    double hours = Ageing.hoursBetween(input.ageFrom(), now);
    return Score.of(
        List.of(
            novelty(input.words(), input.topics()),
            emergence(input.source(), input.topics(), hours),
            obscurity(input.words(), input.source(), input.authors()),
            crossSource(input.source()),
            expertSignal(input.authors().size())),
        input,
        now,
        this);
  }

  static Component novelty(Words words, List<TopicSignal> topics) {
    Double toCentroid = Distance.toNearest(topics);
    double distance = toCentroid == null ? UNKNOWN_DISTANCE : Math.min(100, 50 * toCentroid);
    int longWords = words.longerThan(5);
    int rareBigrams = words.rareBigrams();
    double value =
        0.5 * distance + 0.3 * Math.min(30, 2 * longWords) + 0.2 * Math.min(20, 2 * rareBigrams);
    return Component.of(
        "novelty",
        value,
        WEIGHTS.novelty(),
        List.of(
            input("distance", distance),
            input("longWords", longWords),
            input("rareBigrams", rareBigrams)),
        toCentroid == null
            ? "No topic centroid is known, so the distance counts as 50; the rest is vocabulary."
            : "Distance to the centre of its topic, and vocabulary.");
  }

  static Component emergence(String source, List<TopicSignal> topics, double hours) {
    double topicBonus = !topics.isEmpty() && CODE_AND_PAPERS.contains(source) ? 15 : 0;
    long recent = topics.stream().mapToLong(TopicSignal::lastWeek).max().orElse(0);
    double value =
        topicBonus + 25 * StrictMath.exp(-hours / 168) + Math.min(30.0, 3.0 * recent) + 10;
    return Component.of(
        "emergence",
        value,
        WEIGHTS.emergence(),
        List.of(
            input("topicBonus", topicBonus),
            input("ageHours", Figures.rounded(hours)),
            input("recentTopicCount", recent)),
        "How young it is, and how much its topic moves.");
  }

  static Component obscurity(Words words, String source, List<Author> authors) {
    double base = SourceFigures.obscurityV1(source);
    double bonus = SourceFigures.authorBonus(authors);
    int technical = words.present(Vocabulary.TECHNICAL);
    int hype = words.present(Vocabulary.HYPE);
    double value = base + bonus + Math.min(20, 2 * technical) - 5 * hype;
    return Component.of(
        "obscurity",
        value,
        WEIGHTS.obscurity(),
        List.of(
            input("sourceBase", base),
            input("authorBonus", bonus),
            input("technicalWords", technical),
            input("hypeWords", hype)),
        "How little noticed its source is, with technical words for it and hype words against it.");
  }

  static Component crossSource(String source) {
    boolean codeOrPaper = CODE_AND_PAPERS.contains(source);
    return Component.of(
        "cross_source",
        codeOrPaper ? 10 : 0,
        WEIGHTS.crossSource(),
        List.of(input("codeOrPaperSource", codeOrPaper ? 1 : 0)),
        "A constant of v1 for papers and code; it measures no corroboration.");
  }

  static Component expertSignal(int authorCount) {
    return Component.of(
        "expert_signal",
        authorCount > 0 ? 5 : 0,
        WEIGHTS.expertSignal(),
        List.of(input("authors", authorCount)),
        "A constant of v1 for artifacts with known authors.");
  }

  private static RawInput input(String name, double value) {
    return new RawInput(name, value);
  }
}
