/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import java.util.List;
import java.util.Locale;

/**
 * What a classifier says of an artifact.
 *
 * @param category what kind of news it is
 * @param sentiment {@code positive}, {@code neutral} or {@code negative}
 * @param urgency 0 (can wait) to 3 (now)
 * @param tags at most 8 short words, without repetition
 * @param topics at least 1 and at most 3, the best first
 * @param reasoning one sentence that names what was matched
 */
public record Classification(
    Category category,
    String sentiment,
    int urgency,
    List<String> tags,
    List<TopicChoice> topics,
    String reasoning) {

  /** The categories of artifacts (specification, pipelines 3). */
  public enum Category {
    /** A paper. */
    PREPRINT("Preprint"),
    /** A first or a record. */
    BREAKTHROUGH("Breakthrough"),
    /** What a laboratory or company says it has done. */
    LAB_MILESTONE("Lab Milestone"),
    /** Code, weights or data for everybody. */
    OPEN_SOURCE_RELEASE("Open-Source Release"),
    /** Money. */
    FUNDING("Funding/Grant"),
    /** A meeting. */
    CONFERENCE("Conference/Workshop"),
    /** Anything else. */
    OTHER("Other");

    private final String label;

    Category(String label) {
      this.label = label;
    }

    /** Returns the name as it is stored. */
    public String label() {
      return label;
    }

    static Category labelled(String label) {
      for (Category category : values()) {
        if (category.label.equals(label)) {
          return category;
        }
      }
      throw new IllegalArgumentException("'" + label + "' is no category");
    }
  }

  /** What a topic was chosen by, the surest first. */
  public enum Basis {
    /** Words and categories that are enough. */
    SIGNS,
    /** A word that alone would not be enough. */
    WEAK_WORD,
    /** Nothing but the source. */
    SOURCE,
    /** Nothing but the category. */
    CATEGORY;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A topic of an artifact.
   *
   * @param path its place in the taxonomy
   * @param confidence how sure it is, 0 to 0.8
   * @param basis what it was chosen by
   * @param signs the matched phrases, the strongest first; empty for a mere guess
   */
  public record TopicChoice(String path, double confidence, Basis basis, List<String> signs) {}
}
