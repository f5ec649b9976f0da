/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.r2dbc.spi.Readable;
import io.signalharvester.app.scoring.Score;
import io.signalharvester.app.scoring.ScoreFormula;
import io.signalharvester.app.scoring.ScoreInput;
import io.signalharvester.app.scoring.ScoreInput.Author;
import io.signalharvester.app.scoring.TermCounts;
import io.signalharvester.app.scoring.TermFrequencies;
import io.signalharvester.app.scoring.Words;
import io.signalharvester.app.store.Column;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** An artifact that needs a score, with all that the score is computed from, as it was read. */
public final class Unscored {

  private final Artifact artifact;
  private final List<Author> authors;
  private final List<Long> topicIds;
  private final @Nullable ModelVector vector;
  private final SortedMap<String, Double> corroboration;
  private final TopicFacts topics;

  Unscored(
      Artifact artifact,
      List<Author> authors,
      List<Long> topicIds,
      List<ModelVector> vectors,
      SortedMap<String, Double> corroboration,
      TopicFacts topics) {
    this.artifact = artifact;
    this.authors = authors;
    this.topicIds = topicIds;
    this.vector = vectors.isEmpty() ? null : vectors.getFirst();
    this.corroboration = corroboration;
    this.topics = topics;
  }

  /** The row of the artifact; {@code state} is compared when the score is stored. */
  record Artifact(
      long id,
      String source,
      @Nullable String title,
      @Nullable String content,
      @Nullable Instant publishedAt,
      Instant firstSeenAt,
      int engagement,
      String state) {

    static Artifact of(Readable row) {
      return new Artifact(
          Column.of(row, "artifact_id", Long.class),
          Column.of(row, "source", String.class),
          row.get("title", String.class),
          row.get("content", String.class),
          row.get("published_at", Instant.class),
          Column.of(row, "first_seen_at", Instant.class),
          Column.of(row, "engagement", Integer.class),
          Column.of(row, "state", String.class));
    }
  }

  /** Returns the id of the artifact. */
  public long id() {
    return artifact.id();
  }

  /**
   * Computes the score; this is work and must not run on an event loop.
   *
   * @param formula the formula
   * @param corpus tells which words are rare
   * @param moment the moment of scoring
   * @throws IllegalArgumentException when a stored number is out of range
   */
  public Scored scored(ScoreFormula formula, TermFrequencies corpus, Instant moment) {
    Words words = Words.of(artifact.title(), artifact.content());
    ScoreInput input =
        new ScoreInput(
            artifact.source(),
            words,
            artifact.publishedAt(),
            artifact.firstSeenAt(),
            artifact.engagement(),
            authors,
            topicIds.stream().map(topic -> topics.signal(topic, vector)).toList(),
            corroboration,
            TermCounts.of(words, corpus));
    return new Scored(
        artifact.id(), artifact.state(), input.version(), formula.score(input, moment));
  }

  /**
   * A score that is to be stored.
   *
   * @param artifactId id of the artifact
   * @param state state of the rows that the score was computed from
   * @param inputVersion hash of all inputs, at least 1
   * @param score the score
   */
  public record Scored(long artifactId, String state, long inputVersion, Score score) {}
}
