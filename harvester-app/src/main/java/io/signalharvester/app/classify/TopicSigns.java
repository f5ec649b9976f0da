/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import io.signalharvester.app.topics.Taxonomy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is taken as a sign of a topic: phrases with a weight, and categories of arXiv. */
final class TopicSigns {

  private static final String FILE = "/classification/topics.txt";
  private static final String LOOKALIKES = "none";
  private static final Map<String, Integer> WEIGHTS = Map.of("strong", 3, "plain", 2, "weak", 1);

  private final PhraseTrie<List<Sign>> phrases;
  private final Map<String, List<String>> arxiv;
  private final Map<String, Map<String, List<String>>> lists;

  /**
   * What a phrase says.
   *
   * @param path the topic
   * @param weight 1 weak, 2 plain, 3 strong
   */
  record Sign(String path, int weight) {}

  private TopicSigns(Map<String, Map<String, List<String>>> lists) {
    this.lists = lists;
    Map<String, List<Sign>> byPhrase = new LinkedHashMap<>();
    this.arxiv = new HashMap<>();
    lists.forEach((path, section) ->
        section.forEach((key, items) -> {
          for (String item : items) {
            if (key.equals("arxiv")) {
              arxiv.computeIfAbsent(item, ignored -> new ArrayList<>()).add(path);
            } else {
              List<Sign> signs = byPhrase.computeIfAbsent(item, ignored -> new ArrayList<>());
              if (!path.equals(LOOKALIKES)) {
                signs.add(new Sign(path, weight(path, key)));
              }
            }
          }
        }));
    this.phrases = new PhraseTrie<>(byPhrase);
  }

  /** Reads the lists of this application. */
  static TopicSigns load() {
    return of(WordLists.load(FILE));
  }

  /**
   * Takes lists.
   *
   * @throws IllegalArgumentException when a section is no node of the taxonomy, a node has no
   *     section, or a key is unknown
   */
  static TopicSigns of(Map<String, Map<String, List<String>>> lists) {
    Set<String> paths =
        Taxonomy.topics().stream().map(Taxonomy.Topic::path).collect(Collectors.toSet());
    lists.keySet().stream()
        .filter(path -> !path.equals(LOOKALIKES) && !paths.remove(path))
        .findFirst()
        .ifPresent(path -> {
          throw new IllegalArgumentException(FILE + ": [" + path + "] is no node of the taxonomy");
        });
    if (!paths.isEmpty()) {
      throw new IllegalArgumentException(FILE + ": these topics have no section: " + paths);
    }
    return new TopicSigns(lists);
  }

  /** Returns the phrases of a text that say something about topics. */
  List<PhraseTrie.Hit<List<Sign>>> in(List<String> tokens) {
    return phrases.in(tokens);
  }

  /** Returns the topics that a category of arXiv belongs to, mostly one or none. */
  List<String> ofArxiv(String category) {
    return arxiv.getOrDefault(category, List.of());
  }

  /** Returns the lists by section and key, as they stand in the file. */
  Map<String, Map<String, List<String>>> lists() {
    return lists;
  }

  private static int weight(String path, String key) {
    Integer weight = path.equals(LOOKALIKES) ? Integer.valueOf(0) : WEIGHTS.get(key);
    if (weight == null) {
      throw new IllegalArgumentException(
          FILE + ": [" + path + "] key '" + key + "' must be strong, plain, weak or arxiv");
    }
    return weight;
  }
}
