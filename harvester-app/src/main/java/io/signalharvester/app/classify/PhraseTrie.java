/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds phrases in a text word by word. From left to right the longest phrase wins, and its words
 * are used up; so a longer phrase keeps a word in it from being taken for something else. The time
 * is the number of words times the length of the longest phrase, whatever the text is.
 *
 * @param <V> what a phrase stands for
 */
final class PhraseTrie<V> {

  private static final class Node<V> {
    final Map<String, Node<V>> next = new HashMap<>();
    @Nullable Hit<V> end;
  }

  /**
   * A phrase that was met.
   *
   * @param phrase as it stands in the list
   * @param value what it stands for
   */
  record Hit<V>(String phrase, V value) {}

  private final Node<V> root = new Node<>();

  /**
   * Adds phrases.
   *
   * @param meanings what each phrase stands for
   * @throws IllegalArgumentException when a phrase has no word, or the words of another one
   */
  PhraseTrie(Map<String, V> meanings) {
    meanings.forEach(this::add);
  }

  private void add(String phrase, V value) {
    List<String> tokens = Tokens.of(phrase);
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("phrase '" + phrase + "' must have a word");
    }
    Node<V> node = root;
    for (String token : tokens) {
      node = node.next.computeIfAbsent(token, ignored -> new Node<>());
    }
    if (node.end != null) {
      throw new IllegalArgumentException(
          "phrase '" + phrase + "' is the same as '" + node.end.phrase() + "': drop one of them");
    }
    node.end = new Hit<>(phrase, value);
  }

  /** Returns the phrases of a text in order, with repetitions. */
  List<Hit<V>> in(List<String> tokens) {
    List<Hit<V>> hits = new ArrayList<>();
    for (int at = 0; at < tokens.size(); ) {
      int used = 1;
      Hit<V> longest = null;
      Node<V> node = root;
      for (int i = at; i < tokens.size(); i++) {
        node = node.next.get(tokens.get(i));
        if (node == null) {
          break;
        }
        if (node.end != null) {
          longest = node.end;
          used = i - at + 1;
        }
      }
      if (longest != null) {
        hits.add(longest);
      }
      at += used;
    }
    return hits;
  }
}
