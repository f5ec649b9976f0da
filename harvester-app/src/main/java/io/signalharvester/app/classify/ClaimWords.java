/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words that say what a text claims to be: its category, its sentiment, its urgency. Each of these
 * has labels in the order of the file, and phrases for each label.
 */
final class ClaimWords {

  private static final String FILE = "/classification/words.txt";

  private final Map<String, Map<String, List<String>>> lists;
  private final Map<String, List<String>> labels = new LinkedHashMap<>();
  private final Map<String, PhraseTrie<String>> phrases = new LinkedHashMap<>();

  private ClaimWords(Map<String, Map<String, List<String>>> lists) {
    this.lists = lists;
    Map<String, Map<String, String>> byKind = new LinkedHashMap<>();
    lists.forEach((section, keys) -> {
      String[] kindAndLabel = section.split(" ", 2);
      if (kindAndLabel.length < 2 || !keys.keySet().equals(Set.of("phrases"))) {
        throw new IllegalArgumentException(
            FILE + ": [" + section + "] must be a kind and a label, with the key phrases alone");
      }
      Map<String, String> meanings =
          byKind.computeIfAbsent(kindAndLabel[0], ignored -> new LinkedHashMap<>());
      labels.computeIfAbsent(kindAndLabel[0], ignored -> new ArrayList<>()).add(kindAndLabel[1]);
      for (String phrase : keys.getOrDefault("phrases", List.of())) {
        String other = meanings.putIfAbsent(phrase, kindAndLabel[1]);
        if (other != null) {
          throw new IllegalArgumentException(
              FILE + ": phrase '" + phrase + "' stands under two labels: drop one of them");
        }
      }
    });
    byKind.forEach((kind, meanings) -> phrases.put(kind, new PhraseTrie<>(meanings)));
  }

  /** Reads the lists of this application. */
  static ClaimWords load() {
    return new ClaimWords(WordLists.load(FILE));
  }

  /**
   * Returns the labels that a text has words for, in the order of the file, each with its words.
   *
   * @param kind {@code category}, {@code sentiment} or {@code urgency}
   */
  Map<String, Set<String>> in(List<String> tokens, String kind) {
    Map<String, Set<String>> found = new LinkedHashMap<>();
    for (String label : labels.getOrDefault(kind, List.of())) {
      found.put(label, new LinkedHashSet<>());
    }
    PhraseTrie<String> trie = phrases.get(kind);
    if (trie == null) {
      throw new IllegalArgumentException("kind '" + kind + "' has no lists");
    }
    trie.in(tokens)
        .forEach(hit ->
            found.computeIfAbsent(hit.value(), x -> new LinkedHashSet<>()).add(hit.phrase()));
    found.values().removeIf(Set::isEmpty);
    return found;
  }

  /** Returns the lists by section and key, as they stand in the file. */
  Map<String, Map<String, List<String>>> lists() {
    return lists;
  }
}
