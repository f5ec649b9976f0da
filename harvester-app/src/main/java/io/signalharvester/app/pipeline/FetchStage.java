/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.artifacts.ArtifactStore;
import io.signalharvester.app.artifacts.ArtifactStore.Stored;
import io.signalharvester.app.pipeline.DiscoveryPipeline.Feed;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceStates;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Fetches from one source and stores what it gives, item by item. */
public final class FetchStage {

  private static final Logger LOG = LoggerFactory.getLogger(FetchStage.class);
  private static final String STREAM = "newest";

  private final ArtifactStore artifacts;
  private final SourceStates states;
  private final Clock clock;

  /**
   * Creates the stage.
   *
   * @param artifacts stores items
   * @param states keeps how each source fared
   * @param clock the present
   */
  public FetchStage(ArtifactStore artifacts, SourceStates states, Clock clock) {
    this.artifacts = artifacts;
    this.states = states;
    this.clock = clock;
  }

  Mono<Void> run(Feed feed, Tally tally) {
    return Mono.defer(() -> {
      String source = feed.client().source();
      int fetchedBefore = tally.fetchedSoFar();
      int insertedBefore = tally.insertedSoFar();
      AtomicReference<@Nullable Instant> newest = new AtomicReference<>();
      AtomicReference<@Nullable SourceFault> fault = new AtomicReference<>();
      LOG.info("Fetching from {}", source);
      return feed.client()
          .fetch(clock.instant().minus(feed.lookBack()), tally::warn)
          // The fault is put aside, so that what came before it is stored first.
          .onErrorResume(
              SourceFault.class,
              met -> {
                fault.set(met);
                return Flux.empty();
              })
          .concatMap(
              artifact -> {
                tally.fetched();
                newest.accumulateAndGet(artifact.publishedAt(), FetchStage::later);
                return store(artifact, tally);
              },
              1)
          .then(Mono.defer(() -> end(source, fault.get(), newest.get(), tally)))
          .doOnSuccess(ignored ->
              tally.source(
                  source,
                  tally.fetchedSoFar() - fetchedBefore,
                  tally.insertedSoFar() - insertedBefore,
                  label(fault.get())));
    });
  }

  private Mono<Void> end(
      String source, @Nullable SourceFault fault, @Nullable Instant newest, Tally tally) {
    return fault == null
        ? states.succeeded(source, STREAM, newest, clock.instant())
        : failed(source, fault, tally);
  }

  private Mono<Void> store(RawArtifact artifact, Tally tally) {
    return artifacts
        .save(artifact, clock.instant())
        .doOnNext(stored -> count(stored, tally))
        .then()
        .onErrorResume(
            // One item that the database refuses must not keep the others out.
            DatabaseFault::refusesTheItem,
            error -> {
              tally.skipped();
              tally.warn(artifact.source() + ": " + artifact.externalId() + " could not be stored");
              LOG.warn(
                  "{} {} could not be stored", artifact.source(), artifact.externalId(), error);
              return Mono.empty();
            });
  }

  private Mono<Void> failed(String source, SourceFault fault, Tally tally) {
    String sentence = source + ": " + label(fault) + ": " + fault.getMessage();
    LOG.warn("{}", sentence);
    tally.warn(sentence);
    return states.failed(source, STREAM, label(fault) + ": " + fault.getMessage(), clock.instant());
  }

  private static void count(Stored stored, Tally tally) {
    switch (stored) {
      case INSERTED -> tally.inserted();
      case UPDATED -> tally.updated();
      case UNCHANGED -> {
        // Fetched again and the same: nothing happened.
      }
    }
  }

  private static @Nullable String label(@Nullable SourceFault fault) {
    return fault == null ? null : fault.kind().label();
  }

  private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isAfter(b) ? a : b;
  }
}
