/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import io.signalharvester.app.scoring.Score.Component;
import io.signalharvester.app.scoring.Score.RawInput;
import io.signalharvester.app.scoring.ScoreInput.AuthorAccount;
import io.signalharvester.app.scoring.ScoreInput.TopicSignal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The discovery score v1 (specification, pipelines 4.1). Same arguments give bit-equal results on
 * any machine: the order of summation is fixed and components are rounded to 4 decimals before they
 * are weighted.
 */
public final class DiscoveryScoreV1 {

  /** Name of this formula in stored scores. */
  public static final String VERSION = "v1";

  private static final double NOVELTY_WEIGHT = 0.35;
  private static final double EMERGENCE_WEIGHT = 0.30;
  private static final double OBSCURITY_WEIGHT = 0.20;
  private static final double CROSS_SOURCE_WEIGHT = 0.10;
  private static final double EXPERT_WEIGHT = 0.05;
  private static final String WEIGHTS_HASH =
      hashOf("novelty=0.35;emergence=0.30;obscurity=0.20;cross_source=0.10;expert_signal=0.05");

  private static final double UNKNOWN_DISTANCE = 50;
  private static final Set<String> PAPER_PLATFORMS = Set.of("arxiv", "crossref", "semantic");
  private static final Set<String> CODE_AND_PAPERS = Set.of("arxiv", "github");
  private static final Set<String> TECHNICAL =
      Set.of(
          "algorithm",
          "architecture",
          "benchmark",
          "convergence",
          "dataset",
          "derivation",
          "eigenvalue",
          "gradient",
          "hypothesis",
          "inference",
          "lattice",
          "optimization",
          "simulation",
          "stochastic",
          "theorem");
  private static final Set<String> HYPE =
      Set.of("revolutionary", "game-changer", "mind-blowing", "unbelievable", "viral", "insane");

  private DiscoveryScoreV1() {}

  /**
   * Computes the score of one artifact.
   *
   * @param input what is known of it
   * @param now the moment for which the score is computed
   */
  public static Score score(ScoreInput input, Instant now) {
    Words words = Words.of(input.text());
    double hours = Ageing.hoursBetween(input.ageFrom(), now);
    List<Component> components =
        List.of(
            novelty(words, input.topic()),
            emergence(input.source(), input.topic(), hours),
            obscurity(words, input.source(), input.accounts()),
            crossSource(input.source()),
            expertSignal(input.authorCount()));
    double base = 0;
    for (Component component : components) {
      base += component.contribution();
    }
    base = clamp(base);
    double crossSource = components.get(3).value();
    double expert = components.get(4).value();
    return new Score(
        components,
        rounded(100 * Math.min(1, Math.log1p(input.engagement()) / Math.log(10001))),
        rounded(0.5 * sourceCredibility(input.source()) + 0.3 * crossSource + 0.2 * expert),
        base,
        Ageing.agedScore(base, input.ageFrom(), now),
        Ageing.rankKey(base, input.ageFrom()),
        VERSION,
        WEIGHTS_HASH,
        now);
  }

  static Component novelty(Words words, @Nullable TopicSignal topic) {
    Double toCentroid = topic == null ? null : topic.centroidDistance();
    double distance = toCentroid == null ? UNKNOWN_DISTANCE : Math.min(100, 50 * toCentroid);
    int longWords = words.longerThan(5);
    int rareBigrams = words.rareBigrams();
    double value =
        0.5 * distance + 0.3 * Math.min(30, 2 * longWords) + 0.2 * Math.min(20, 2 * rareBigrams);
    return component(
        "novelty",
        value,
        NOVELTY_WEIGHT,
        List.of(
            new RawInput("distance", distance),
            new RawInput("longWords", longWords),
            new RawInput("rareBigrams", rareBigrams)),
        toCentroid == null
            ? "No topic centroid is known, so the distance counts as 50; the rest is vocabulary."
            : "Distance to the centre of its topic, and vocabulary.");
  }

  static Component emergence(String source, @Nullable TopicSignal topic, double hours) {
    double topicBonus = topic != null && CODE_AND_PAPERS.contains(source) ? 15 : 0;
    int recent = topic == null ? 0 : topic.recentCount();
    double value = topicBonus + 25 * Math.exp(-hours / 168) + Math.min(30, 3 * recent) + 10;
    return component(
        "emergence",
        value,
        EMERGENCE_WEIGHT,
        List.of(
            new RawInput("topicBonus", topicBonus),
            new RawInput("ageHours", rounded(hours)),
            new RawInput("recentTopicCount", recent)),
        "How young it is, and how much its topic moves.");
  }

  static Component obscurity(Words words, String source, List<AuthorAccount> accounts) {
    double base =
        switch (source) {
          case "arxiv" -> 80;
          case "crossref", "semantic" -> 70;
          case "github" -> 60;
          case "x" -> 20;
          default -> 50;
        };
    double authors = 0;
    for (AuthorAccount account : accounts) {
      authors += account.confidence() > 0.8 ? 10 : 0;
      authors += PAPER_PLATFORMS.contains(account.platform()) ? 5 : 0;
    }
    int technical = words.present(TECHNICAL);
    int hype = words.present(HYPE);
    double value = base + authors + Math.min(20, 2 * technical) - 5 * hype;
    return component(
        "obscurity",
        value,
        OBSCURITY_WEIGHT,
        List.of(
            new RawInput("sourceBase", base),
            new RawInput("authorBonus", authors),
            new RawInput("technicalWords", technical),
            new RawInput("hypeWords", hype)),
        "How little noticed its source is, with technical words for it and hype words against it.");
  }

  static Component crossSource(String source) {
    boolean codeOrPaper = CODE_AND_PAPERS.contains(source);
    return component(
        "cross_source",
        codeOrPaper ? 10 : 0,
        CROSS_SOURCE_WEIGHT,
        List.of(new RawInput("codeOrPaperSource", codeOrPaper ? 1 : 0)),
        "A constant of v1 for papers and code; it measures no corroboration.");
  }

  static Component expertSignal(int authorCount) {
    return component(
        "expert_signal",
        authorCount > 0 ? 5 : 0,
        EXPERT_WEIGHT,
        List.of(new RawInput("authors", authorCount)),
        "A constant of v1 for artifacts with known authors.");
  }

  private static double sourceCredibility(String source) {
    return switch (source) {
      case "arxiv", "crossref", "semantic" -> 90;
      case "github" -> 75;
      case "hackernews" -> 55;
      case "linkedin" -> 50;
      case "reddit" -> 45;
      case "facebook" -> 35;
      default -> 40;
    };
  }

  private static Component component(
      String name, double value, double weight, List<RawInput> inputs, String explanation) {
    double stored = rounded(clamp(value));
    return new Component(name, stored, weight, stored * weight, inputs, explanation);
  }

  private static double clamp(double value) {
    return Math.clamp(value, 0, 100);
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  private static String hashOf(String weights) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(weights.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
