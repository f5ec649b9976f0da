/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import java.util.List;

/**
 * What a classifier sees of an artifact. Its texts are other people's and prove nothing; of title
 * and content together only the first 2,000 characters are looked at (specification, pipelines 3).
 *
 * @param source name of the source
 * @param type kind of item, such as {@code preprint}
 * @param title its title, may be empty
 * @param content its text, may be empty
 * @param url what it points to, may be empty
 * @param arxivCategories its categories at arXiv, the primary one first
 * @param labels topics that its author gave it at the source
 */
public record Subject(
    String source,
    String type,
    String title,
    String content,
    String url,
    List<String> arxivCategories,
    List<String> labels) {

  /** Most characters of title and content that count. */
  public static final int CHARACTERS = 2_000;

  private static final int MOST_LABELS = 30;

  /** Bounds every part. */
  public Subject {
    title = first(title, CHARACTERS);
    content = first(content, CHARACTERS - title.codePointCount(0, title.length()));
    arxivCategories = arxivCategories.stream().limit(MOST_LABELS).distinct().toList();
    labels = labels.stream().limit(MOST_LABELS).map(label -> first(label, 100)).toList();
  }

  static String first(String text, int characters) {
    // Counting stops at the cut: a long text costs no more than a short one.
    if (text.length() <= characters) {
      return text;
    }
    int end = 0;
    for (int left = characters; left > 0 && end < text.length(); left--) {
      end += Character.charCount(text.codePointAt(end));
    }
    return text.substring(0, end);
  }
}
