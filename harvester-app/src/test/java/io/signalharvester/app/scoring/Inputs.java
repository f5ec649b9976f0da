/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.scoring;

import io.signalharvester.app.scoring.ScoreInput.Author;
import io.signalharvester.app.scoring.ScoreInput.TopicSignal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes inputs of formulas; what a test does not set is absent. */
final class Inputs {

  static final Instant PUBLISHED = Instant.ofEpochSecond(1_760_000_000);
  static final Instant DAY_LATER = PUBLISHED.plusSeconds(24 * 3600);
  static final TermCounts NO_TERMS = new TermCounts(1, 1000, 0, 0, 0, 0);

  private String source = "arxiv";
  private String text = "";
  private Instant publishedAt = PUBLISHED;
  private Instant firstSeenAt = PUBLISHED;
  private int engagement;
  private List<Author> authors = List.of();
  private List<TopicSignal> topics = List.of();
  private Map<String, Double> corroboration = Map.of();
  private TermCounts terms = NO_TERMS;

  Inputs source(String value) {
    source = value;
    return this;
  }

  Inputs text(String value) {
    text = value;
    return this;
  }

  Inputs published(Instant value) {
    publishedAt = value;
    return this;
  }

  Inputs firstSeen(Instant value) {
    firstSeenAt = value;
    return this;
  }

  Inputs engagement(int value) {
    engagement = value;
    return this;
  }

  Inputs authors(Author... values) {
    authors = List.of(values);
    return this;
  }

  Inputs topics(TopicSignal... values) {
    topics = List.of(values);
    return this;
  }

  Inputs corroboration(Map<String, Double> value) {
    corroboration = value;
    return this;
  }

  Inputs terms(TermCounts value) {
    terms = value;
    return this;
  }

  ScoreInput make() {
    return new ScoreInput(
        source,
        Words.of(text),
        publishedAt,
        firstSeenAt,
        engagement,
        authors,
        topics,
        new TreeMap<>(corroboration),
        terms);
  }
}
