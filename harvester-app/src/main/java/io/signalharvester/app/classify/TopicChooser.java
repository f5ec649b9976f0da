/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import io.signalharvester.app.classify.Classification.Basis;
import io.signalharvester.app.classify.Classification.Category;
import io.signalharvester.app.classify.Classification.TopicChoice;
import io.signalharvester.app.topics.Taxonomy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the topics of an artifact.
 *
 * <p>Each phrase counts once, with the points of its weight; a phrase of the title or of the labels
 * that is more than weak counts twice. The primary category of arXiv is worth 3 points, each other
 * one 1. Topics with 2 points and more are taken, at most 3 and none with less than a third of the
 * best; one that lies above another taken one is left out. Without any, the fallback of the
 * specification (pipelines 3) gives one topic: by a weak word, else by the source, else by the
 * category.
 *
 * <p>The specification gives links the confidence 0.8. That is kept for topics with 3 points and
 * more; 2 points give 0.6, a weak word alone 0.4, and a guess by source or category 0.3, so that a
 * reader can tell evidence from filling.
 */
final class TopicChooser {

  static final int MOST_TOPICS = 3;

  private static final int ENOUGH = 2;
  private static final int SURE = 3;
  private static final int PRIMARY_CATEGORY = 3;

  private final TopicSigns signs;
  private final Map<String, Integer> order = new HashMap<>();

  TopicChooser(TopicSigns signs) {
    this.signs = signs;
    Taxonomy.topics().forEach(topic -> order.put(topic.path(), order.size()));
  }

  private static final class Evidence {
    int points;
    final Map<String, Integer> signs = new LinkedHashMap<>();

    void add(String sign, int weight) {
      points += weight;
      signs.put(sign, weight);
    }

    List<String> strongestFirst() {
      return signs.entrySet().stream()
          .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  List<TopicChoice> choose(Subject subject, Category category) {
    Map<String, Evidence> found = evidence(subject);
    List<String> ranked =
        found.keySet().stream()
            .sorted(
                Comparator.<String>comparingInt(path -> -pointsOf(found, path))
                    .thenComparingInt(path -> order.getOrDefault(path, 0)))
            .toList();
    List<String> enough = ranked.stream().filter(path -> pointsOf(found, path) >= ENOUGH).toList();
    if (!enough.isEmpty()) {
      int best = pointsOf(found, enough.getFirst());
      return enough.stream()
          .filter(path -> enough.stream().noneMatch(other -> other.startsWith(path + "/")))
          .filter(path -> pointsOf(found, path) * 3 >= best)
          .limit(MOST_TOPICS)
          .map(path -> {
            Evidence evidence = found.getOrDefault(path, new Evidence());
            double confidence = evidence.points >= SURE ? 0.8 : 0.6;
            return new TopicChoice(path, confidence, Basis.SIGNS, evidence.strongestFirst());
          })
          .toList();
    }
    if (!ranked.isEmpty()) {
      String path = ranked.getFirst();
      List<String> words = found.getOrDefault(path, new Evidence()).strongestFirst();
      return List.of(new TopicChoice(path, 0.4, Basis.WEAK_WORD, words));
    }
    return List.of(fallback(subject.source(), category));
  }

  private static int pointsOf(Map<String, Evidence> found, String path) {
    Evidence evidence = found.get(path);
    return evidence == null ? 0 : evidence.points;
  }

  private Map<String, Evidence> evidence(Subject subject) {
    Map<String, Evidence> found = new HashMap<>();
    Set<String> seen = new HashSet<>();
    count(Tokens.of(subject.title()), 2, seen, found);
    subject.labels().forEach(label -> count(Tokens.of(label), 2, seen, found));
    count(Tokens.of(subject.content()), 1, seen, found);
    int weight = PRIMARY_CATEGORY;
    for (String category : subject.arxivCategories()) {
      for (String path : signs.ofArxiv(category)) {
        found.computeIfAbsent(path, ignored -> new Evidence()).add("arXiv " + category, weight);
      }
      weight = 1;
    }
    return found;
  }

  private void count(
      List<String> tokens, int factor, Set<String> seen, Map<String, Evidence> found) {
    for (PhraseTrie.Hit<List<TopicSigns.Sign>> hit : signs.in(tokens)) {
      if (seen.add(hit.phrase())) {
        for (TopicSigns.Sign sign : hit.value()) {
          int weight = sign.weight() == 1 ? 1 : factor * sign.weight();
          found.computeIfAbsent(sign.path(), ignored -> new Evidence()).add(hit.phrase(), weight);
        }
      }
    }
  }

  private static TopicChoice fallback(String source, Category category) {
    String bySource =
        switch (source) {
          case "arxiv" -> "ai/ml/theory";
          case "github", "x" -> "ai/ml/systems";
          case "facebook" -> "ai/ml/genai";
          default -> "";
        };
    if (!bySource.isEmpty()) {
      return new TopicChoice(bySource, 0.3, Basis.SOURCE, List.of());
    }
    String byCategory =
        switch (category) {
          case PREPRINT, BREAKTHROUGH, CONFERENCE -> "ai/ml/theory";
          case LAB_MILESTONE, OPEN_SOURCE_RELEASE, FUNDING, OTHER -> "ai/ml/systems";
        };
    return new TopicChoice(byCategory, 0.3, Basis.CATEGORY, List.of());
  }
}
