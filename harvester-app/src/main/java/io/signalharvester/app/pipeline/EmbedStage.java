/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.embeddings.ArtifactEmbeddings;
import io.signalharvester.app.embeddings.ArtifactEmbeddings.Refreshed;
import io.signalharvester.app.embeddings.EmbeddingCache;
import io.signalharvester.app.embeddings.EmbeddingUnavailableException;
import io.signalharvester.app.embeddings.TopicCentroids;
import io.signalharvester.app.pipeline.Tally.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Gives each changed artifact a vector, and each topic the mean of its members. Without the model
 * the run goes on: what there is no vector for is scored as unknown.
 */
public final class EmbedStage implements Stage {

  private static final Logger LOG = LoggerFactory.getLogger(EmbedStage.class);

  private final EmbeddingCache cache;
  private final ArtifactEmbeddings artifacts;
  private final TopicCentroids topics;

  /**
   * Creates the stage.
   *
   * @param cache saves work between runs
   * @param artifacts embeds artifacts
   * @param topics averages them
   */
  public EmbedStage(EmbeddingCache cache, ArtifactEmbeddings artifacts, TopicCentroids topics) {
    this.cache = cache;
    this.artifacts = artifacts;
    this.topics = topics;
  }

  @Override
  public String name() {
    return "embed";
  }

  @Override
  public Mono<Void> run(Tally tally) {
    return cache
        .beginRun(tally::warn)
        .thenMany(artifacts.refresh())
        .doOnNext(done -> count(done, tally))
        .then(topics.refresh())
        .doOnNext(replaced -> LOG.info("{} topics got another vector", replaced))
        .then()
        .onErrorResume(
            EmbeddingUnavailableException.class,
            error -> {
              LOG.error("Nothing was embedded", error);
              tally.warn(String.valueOf(error.getMessage()));
              return Mono.empty();
            });
  }

  private static void count(Refreshed done, Tally tally) {
    tally.add(Counter.EMBEDDED, done.embedded());
    tally.add(Counter.SKIPPED, done.failed().size());
    done.failed().forEach(id -> tally.warn("artifact " + id + " could not be embedded"));
  }
}
