/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A field that invented texts are about. The words are those by which the classifier knows the
 * field, so that such a text gets topics as a real one does.
 *
 * @param phrases what its texts speak of
 * @param categories categories of arXiv
 */
record ResearchField(List<String> phrases, List<String> categories) {

  private static final String FILE = "/classification/topics.txt";

  /** Reads the fields to which a category of arXiv belongs, in the order of the file. */
  static List<ResearchField> all() {
    List<ResearchField> fields = new ArrayList<>();
    List<String> phrases = new ArrayList<>();
    for (String line : text().lines().toList()) {
      int colon = line.indexOf(": ");
      if (line.startsWith("[")) {
        phrases = new ArrayList<>();
      } else if (line.startsWith("strong: ") || line.startsWith("plain: ")) {
        phrases.addAll(items(line.substring(colon + 2)));
      } else if (line.startsWith("arxiv: ")) {
        fields.add(new ResearchField(List.copyOf(phrases), items(line.substring(colon + 2))));
      }
    }
    return List.copyOf(fields);
  }

  private static List<String> items(String list) {
    return List.of(list.strip().split(" *, *"));
  }

  private static String text() {
    try (InputStream file = ResearchField.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing: build the application first");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
