/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the discovery score of one artifact is computed from.
 *
 * @param source name of the source, such as {@code arxiv}
 * @param words words of title and content
 * @param publishedAt time of publication, or null when unknown
 * @param firstSeenAt time at which the artifact was stored first
 * @param engagement reactions at the source, at least 0
 * @param authors the linked authors
 * @param topics what is known of its topics
 * @param corroboration for each other source the confidence, 0 to 1, of the best edge to an
 *     artifact of it
 * @param terms how much of the words is rare
 */
public record ScoreInput(
    String source,
    Words words,
    @Nullable Instant publishedAt,
    Instant firstSeenAt,
    int engagement,
    List<Author> authors,
    List<TopicSignal> topics,
    SortedMap<String, Double> corroboration,
    TermCounts terms) {

  /** Copies the collections and refuses numbers out of range. */
  public ScoreInput {
    if (engagement < 0) {
      throw outOfRange("engagement", engagement, "at least 0");
    }
    authors = List.copyOf(authors);
    topics = List.copyOf(topics);
    corroboration.forEach(
        (other, confidence) -> within("confidence of an edge to " + other, confidence, 0, 1));
    corroboration = Collections.unmodifiableSortedMap(new TreeMap<>(corroboration));
  }

  /**
   * One author.
   *
   * @param influence influence score, 0 to 100
   * @param linkConfidence how sure it is that this is an author of the artifact, 0 to 1
   * @param accounts known accounts
   */
  public record Author(double influence, double linkConfidence, List<AuthorAccount> accounts) {

    /** Copies the list and refuses numbers out of range. */
    public Author {
      within("influence of an author", influence, 0, 100);
      within("confidence of an author's link", linkConfidence, 0, 1);
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * One account of an author.
   *
   * @param platform where it is, such as {@code arxiv}
   * @param confidence how sure it is that it belongs to the author, 0 to 1
   */
  public record AuthorAccount(String platform, double confidence) {

    /** Refuses numbers out of range. */
    public AuthorAccount {
      within("confidence of an account", confidence, 0, 1);
    }
  }

  /**
   * What one topic of an artifact adds.
   *
   * @param cosine cosine of the artifact's vector to the topic's centroid, -1 to 1; null when one
   *     of them does not exist
   * @param emergence emergence score of the topic, 0 to 100; null when none is known
   * @param lastWeek artifacts of the topic in the last 7 days
   * @param weeklyMean artifacts of the topic a week, in the 28 days before those
   * @param sources distinct sources of the topic in the last 14 days
   */
  public record TopicSignal(
      @Nullable Double cosine,
      @Nullable Double emergence,
      long lastWeek,
      double weeklyMean,
      long sources) {

    /** Refuses numbers out of range. */
    public TopicSignal {
      if (cosine != null) {
        within("cosine to a topic's centroid", cosine, -1, 1);
      }
      if (emergence != null) {
        within("emergence score of a topic", emergence, 0, 100);
      }
      within("artifacts of a topic in 7 days", lastWeek, 0, Long.MAX_VALUE);
      within("artifacts of a topic a week", weeklyMean, 0, Double.MAX_VALUE);
      within("sources of a topic", sources, 0, Long.MAX_VALUE);
    }

    /** Returns how much the topic grew: 1 when it is as busy as before. */
    double growth() {
      return (lastWeek + 1) / (weeklyMean + 1);
    }
  }

  /** Returns the time from which the artifact ages: the earlier of publication and first sight. */
  public Instant ageFrom() {
    return publishedAt != null && publishedAt.isBefore(firstSeenAt) ? publishedAt : firstSeenAt;
  }

  /**
   * Returns a hash of everything in here, 1 to 2^63 - 1: equal inputs have equal versions, on every
   * machine.
   */
  public long version() {
    StableHash hash = new StableHash().add(source);
    hash.add(words.inOrder().size());
    words.inOrder().forEach(hash::add);
    hash.add(ageFrom().getEpochSecond()).add(ageFrom().getNano()).add(engagement);
    hash.add(authors.size());
    for (Author author : authors) {
      hash.add(author.influence()).add(author.linkConfidence()).add(author.accounts().size());
      for (AuthorAccount account : author.accounts()) {
        hash.add(account.platform()).add(account.confidence());
      }
    }
    hash.add(topics.size());
    for (TopicSignal topic : topics) {
      addOptional(hash, topic.cosine());
      addOptional(hash, topic.emergence());
      hash.add(topic.lastWeek()).add(topic.weeklyMean()).add(topic.sources());
    }
    hash.add(corroboration.size());
    corroboration.forEach((other, confidence) -> hash.add(other).add(confidence));
    hash.add(terms.corpusVersion()).add(terms.documents());
    hash.add(terms.longWords()).add(terms.rareWords());
    return hash.add(terms.bigrams()).add(terms.rareBigrams()).positive();
  }

  private static void addOptional(StableHash hash, @Nullable Double number) {
    // No value in range is this one.
    hash.add(number == null ? Double.MAX_VALUE : number);
  }

  private static void within(String what, double value, double least, double most) {
    // Written so that what is not a number is refused too.
    if (!(value >= least && value <= most)) {
      throw outOfRange(what, value, "from " + least + " to " + most);
    }
  }

  private static IllegalArgumentException outOfRange(String what, double value, String rule) {
    return new IllegalArgumentException(
        what + " is " + value + ", but must be " + rule + ": correct the stored number");
  }
}
