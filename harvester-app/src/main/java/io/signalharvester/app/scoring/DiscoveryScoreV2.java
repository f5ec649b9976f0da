/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import io.signalharvester.app.scoring.Score.Component;
import io.signalharvester.app.scoring.Score.RawInput;
import io.signalharvester.app.scoring.ScoreInput.Author;
import io.signalharvester.app.scoring.ScoreInput.TopicSignal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The discovery score v2 (specification, pipelines 4.2). Same arguments give bit-equal results on
 * any machine: sums and products have a fixed order, components are rounded to 4 decimals before
 * they are weighted, and logarithms are those of {@link StrictMath}.
 *
 * <p>An artifact with several topics takes the best figure of any of them, each for itself: the
 * nearest centre, the highest emergence score, the strongest growth, the most sources.
 */
public final class DiscoveryScoreV2 implements ScoreFormula {

  /** Name of this formula in stored scores. */
  public static final String VERSION = "v2";

  private static final double UNKNOWN_DISTANCE = 50;
  private static final double LEAST_CONFIDENCE = 0.5;

  private final ScoreWeights weights;
  private final String weightsHash;

  /**
   * Creates the formula.
   *
   * @param weights what the components count for
   */
  public DiscoveryScoreV2(ScoreWeights weights) {
    this.weights = weights;
    this.weightsHash = weights.hash();
  }

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public String weightsHash() {
    return weightsHash;
  }

  @Override
  public Score score(ScoreInput input, Instant now) {
    double hours = Ageing.hoursBetween(input.ageFrom(), now);
    return Score.of(
        List.of(
            novelty(input.topics(), input.terms(), weights.novelty()),
            emergence(input.topics(), hours, weights.emergence()),
            obscurity(input, weights.obscurity()),
            crossSource(input.source(), input.corroboration(), weights.crossSource()),
            expertSignal(input.authors(), weights.expertSignal())),
        input,
        now,
        this);
  }

  static Component novelty(List<TopicSignal> topics, TermCounts terms, double weight) {
    Double distance = Distance.toNearest(topics);
    double d = distance == null ? UNKNOWN_DISTANCE : Figures.percent((distance - 0.45) / 0.75);
    double t = Figures.percent(terms.rareWordShare() / 0.30);
    double b = Figures.percent((terms.rareBigramShare() - 0.30) / 0.60);
    String place =
        distance == null
            ? "No centre of a topic is known for it yet, so the distance counts as 50 of 100"
            : "It lies %s from the centre of its nearest topic (%s of 100)"
                .formatted(hundredths(distance), Figures.text(d));
    return Component.of(
        "novelty",
        0.5 * d + 0.3 * t + 0.2 * b,
        weight,
        List.of(
            new RawInput("distance", distance == null ? null : Figures.rounded(distance)),
            input("distancePoints", d),
            input("longWords", terms.longWords()),
            input("rareWords", terms.rareWords()),
            input("termPoints", t),
            input("bigrams", terms.bigrams()),
            input("rareBigrams", terms.rareBigrams()),
            input("bigramPoints", b),
            input("corpusDocuments", terms.documents()),
            input("corpusVersion", terms.corpusVersion())),
        "%s; %s, worth %s of 100; %s, worth %s of 100; measured on %s."
            .formatted(
                place,
                part(terms.rareWords(), terms.longWords(), "distinct long word"),
                Figures.text(t),
                part(terms.rareBigrams(), terms.bigrams(), "distinct word pair"),
                Figures.text(b),
                Figures.counted(terms.documents(), "document")));
  }

  static Component emergence(List<TopicSignal> topics, double hours, double weight) {
    @Nullable Double highest = null;
    TopicSignal busiest = null;
    long sources = 0;
    for (TopicSignal topic : topics) {
      Double known = topic.emergence();
      if (known != null && (highest == null || known > highest)) {
        highest = known;
      }
      busiest = busiest == null || topic.growth() > busiest.growth() ? topic : busiest;
      sources = Math.max(sources, topic.sources());
    }
    double g = highest == null ? 0 : highest;
    double r = 100 * StrictMath.exp(-hours / 168);
    double v = busiest == null ? 0 : Figures.percent((busiest.growth() - 1) / 2);
    double s = Figures.percent((sources - 1) / 3.0);
    List<RawInput> inputs = new ArrayList<>();
    inputs.add(new RawInput("topicEmergence", highest));
    inputs.add(input("ageHours", hours));
    inputs.add(input("freshnessPoints", r));
    inputs.add(new RawInput("topicLastWeek", busiest == null ? null : (double) busiest.lastWeek()));
    inputs.add(
        new RawInput(
            "topicWeeklyMean", busiest == null ? null : Figures.rounded(busiest.weeklyMean())));
    inputs.add(input("growthPoints", v));
    inputs.add(input("topicSources", sources));
    inputs.add(input("sourcePoints", s));
    return Component.of(
        "emergence",
        0.40 * g + 0.30 * r + 0.20 * v + 0.10 * s,
        weight,
        List.copyOf(inputs),
        emergenceInWords(highest, hours, r, busiest, v, sources, s));
  }

  private static String emergenceInWords(
      @Nullable Double highest,
      double hours,
      double r,
      @Nullable TopicSignal busiest,
      double v,
      long sources,
      double s) {
    String age =
        "It is %s old (%s of 100)"
            .formatted(Figures.counted((long) hours, "hour"), Figures.text(r));
    if (busiest == null) {
      return age + "; it has no topic yet, so the movement of one counts as 0.";
    }
    String event =
        highest == null
            ? "no emergence event of its topics is known yet, counted as 0"
            : "the emergence score of its topic is " + Figures.text(highest);
    return "%s; %s; its topic has %s of 7 days against %s a week before (%s of 100), from %s in 14 days (%s of 100)."
        .formatted(
            age,
            event,
            Figures.counted(busiest.lastWeek(), "artifact"),
            Figures.text(busiest.weeklyMean()),
            Figures.text(v),
            Figures.counted(sources, "source"),
            Figures.text(s));
  }

  static Component obscurity(ScoreInput input, double weight) {
    double base = SourceFigures.obscurityV2(input.source());
    double bonus = Math.min(15, SourceFigures.authorBonus(input.authors()));
    int technical = input.words().presentWithParts(Vocabulary.TECHNICAL);
    int hype = input.words().presentWithParts(Vocabulary.HYPE);
    double technicalPoints = Math.min(20, 2 * technical);
    double noticed = 20 * Math.clamp(StrictMath.log10(1.0 + input.engagement()) / 5, 0, 1);
    return Component.of(
        "obscurity",
        base + bonus + technicalPoints - 5 * hype - noticed,
        weight,
        List.of(
            input("sourceBase", base),
            input("authorBonus", bonus),
            input("technicalWords", technical),
            input("hypeWords", hype),
            input("engagement", input.engagement()),
            input("engagementPenalty", noticed)),
        "What comes from %s starts at %s; accounts of its authors: +%s; %s: +%s; %s: -%s; %s: -%s."
            .formatted(
                input.source(),
                Figures.text(base),
                Figures.text(bonus),
                Figures.counted(technical, "technical word"),
                Figures.text(technicalPoints),
                Figures.counted(hype, "hype word"),
                Figures.text(5 * hype),
                Figures.counted(input.engagement(), "reaction"),
                Figures.text(noticed)));
  }

  static Component crossSource(
      String source, SortedMap<String, Double> corroboration, double weight) {
    double doubt = 1;
    List<RawInput> inputs = new ArrayList<>();
    List<String> others = new ArrayList<>();
    // In the order of the names, so that the product has the same bits everywhere.
    for (Map.Entry<String, Double> edge : corroboration.entrySet()) {
      double confidence = edge.getValue();
      if (confidence >= LEAST_CONFIDENCE && !edge.getKey().equals(source)) {
        doubt *= 1 - 0.7 * confidence;
        inputs.add(input(edge.getKey(), confidence));
        others.add(edge.getKey() + " " + hundredths(confidence));
      }
    }
    return Component.of(
        "cross_source",
        100 * (1 - doubt),
        weight,
        List.copyOf(inputs),
        others.isEmpty()
            ? "No artifact of another source is linked to it yet, counted as 0."
            : "Linked to artifacts of %s, with the confidence of the best link: %s."
                .formatted(
                    Figures.counted(others.size(), "other source"), String.join(", ", others)));
  }

  static Component expertSignal(List<Author> authors, double weight) {
    double value = 0;
    Author best = null;
    for (Author author : authors) {
      double signal = author.influence() * author.linkConfidence();
      if (signal > value) {
        value = signal;
        best = author;
      }
    }
    String explanation;
    if (authors.isEmpty()) {
      explanation = "No author of it is known, counted as 0.";
    } else if (best == null) {
      explanation =
          "No influence of its %s is known yet, counted as 0."
              .formatted(Figures.counted(authors.size(), "author"));
    } else {
      explanation =
          "The strongest of its %s has an influence of %s, linked with a confidence of %s."
              .formatted(
                  Figures.counted(authors.size(), "author"),
                  Figures.text(best.influence()),
                  hundredths(best.linkConfidence()));
    }
    return Component.of(
        "expert_signal",
        value,
        weight,
        List.of(
            input("authors", authors.size()),
            new RawInput("influence", best == null ? null : best.influence()),
            new RawInput("linkConfidence", best == null ? null : best.linkConfidence())),
        explanation);
  }

  private static String part(long part, long whole, String noun) {
    return "%d of %s %s rare (%s %%)"
        .formatted(
            part,
            Figures.counted(whole, noun),
            whole == 1 ? "is" : "are",
            Figures.text(100 * Figures.share(part, whole)));
  }

  private static String hundredths(double value) {
    return Double.toString(Math.round(value * 100) / 100.0);
  }

  private static RawInput input(String name, double value) {
    return new RawInput(name, Figures.rounded(value));
  }
}
