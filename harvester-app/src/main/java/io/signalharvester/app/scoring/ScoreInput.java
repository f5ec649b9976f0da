/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the discovery score of one artifact is computed from.
 *
 * @param source name of the source, such as {@code arxiv}
 * @param text title and content
 * @param publishedAt time of publication, or null when unknown
 * @param firstSeenAt time at which the artifact was stored first
 * @param engagement reactions at the source, at least 0
 * @param authorCount number of linked authors, at least 0
 * @param accounts known accounts of the authors
 * @param topic what is known of its topics, or null when it has none
 */
public record ScoreInput(
    String source,
    String text,
    @Nullable Instant publishedAt,
    Instant firstSeenAt,
    int engagement,
    int authorCount,
    List<AuthorAccount> accounts,
    @Nullable TopicSignal topic) {

  /**
   * One account of an author.
   *
   * @param platform where it is, such as {@code arxiv}
   * @param confidence how sure the link to the author is, 0 to 1
   */
  public record AuthorAccount(String platform, double confidence) {}

  /**
   * What the topic of an artifact adds.
   *
   * @param recentCount recent artifacts of the topic, at least 0
   * @param centroidDistance Euclidean distance to the topic's centroid, 0 to 2; null when no
   *     centroid exists
   */
  public record TopicSignal(int recentCount, @Nullable Double centroidDistance) {}

  /** Returns the time from which the artifact ages: the earlier of publication and first sight. */
  public Instant ageFrom() {
    return publishedAt != null && publishedAt.isBefore(firstSeenAt) ? publishedAt : firstSeenAt;
  }
}
