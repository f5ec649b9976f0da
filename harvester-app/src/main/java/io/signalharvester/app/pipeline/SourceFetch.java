/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.artifacts.ArtifactStore;
import io.signalharvester.app.artifacts.StoreResult;
import io.signalharvester.app.pipeline.FetchStage.Feed;
import io.signalharvester.app.pipeline.PipelineReport.SourceCount;
import io.signalharvester.app.pipeline.Tally.Counter;
import io.signalharvester.app.sources.BudgetMirror;
import io.signalharvester.app.sources.SourceClient;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourcePage;
import io.signalharvester.app.sources.SourceState;
import io.signalharvester.app.sources.SourceStates;
import io.signalharvester.app.sources.SourceStates.Known;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Fetches one source in one run: stream by stream and page by page, each page stored before the
 * position that stands for it. A stream that fails is named, and the next one is read.
 */
final class SourceFetch {

  private static final Logger LOG = LoggerFactory.getLogger(SourceFetch.class);

  private final Feed feed;
  private final String source;
  private final ArtifactStore artifacts;
  private final SourceStates states;
  private final BudgetMirror mirror;
  private final Clock clock;
  private final Tally tally;

  private final AtomicInteger seen = new AtomicInteger();
  private final AtomicInteger inserted = new AtomicInteger();
  private final AtomicInteger skipped = new AtomicInteger();
  private final AtomicReference<@Nullable SourceFault> firstFault = new AtomicReference<>();

  SourceFetch(
      Feed feed,
      ArtifactStore artifacts,
      SourceStates states,
      BudgetMirror mirror,
      Clock clock,
      Tally tally) {
    this.feed = feed;
    this.source = feed.client().source();
    this.artifacts = artifacts;
    this.states = states;
    this.mirror = mirror;
    this.clock = clock;
    this.tally = tally;
  }

  Mono<Void> run() {
    return Mono.defer(() -> {
      LOG.info("Fetching from {}", source);
      return Flux.fromIterable(feed.client().streams())
          .concatMap(stream -> isClosed() ? Mono.empty() : stream(stream), 1)
          .then(mirror.write(feed.budget()))
          .then(Mono.fromRunnable(this::report));
    });
  }

  /** Whether more calls in this run would only be refused. */
  private boolean isClosed() {
    SourceFault fault = firstFault.get();
    return fault != null
        && switch (fault.state()) {
          case LIMITED, CIRCUIT_OPEN, NO_TOKEN, DISABLED -> true;
          case OK, ERROR -> false;
        };
  }

  private Mono<Void> stream(String stream) {
    return states.load(source, stream).flatMap(known -> stream(stream, known));
  }

  private Mono<Void> stream(String stream, Known known) {
    Instant notBefore = clock.instant().minus(feed.lookBack());
    Instant lastSuccess = known.lastSuccess();
    if (lastSuccess != null && lastSuccess.isBefore(notBefore.minus(SourceClient.BEYOND))) {
      tally.warn(
          source
              + ": "
              + stream
              + " was last read at "
              + lastSuccess
              + ", which is further back than is fetched; what came soon after may be missing");
    }
    AtomicReference<@Nullable SourceFault> fault = new AtomicReference<>();
    return feed.client()
        .fetch(stream, known.state(), notBefore, tally::warn)
        // The fault is put aside, so that the pages before it are stored first.
        .onErrorResume(error -> {
          fault.set(faultOf(error));
          return Flux.empty();
        })
        .concatMap(page -> store(stream, page), 1)
        .then(Mono.defer(() -> end(stream, fault.get())));
  }

  /** A client that trips over an answer must not keep the other sources out. */
  private SourceFault faultOf(Throwable error) {
    if (error instanceof SourceFault fault) {
      return fault;
    }
    LOG.error("The client of {} failed", source, error);
    return new SourceFault(SourceFault.Kind.BAD_RESPONSE, "its answer could not be read");
  }

  private Mono<Void> store(String stream, SourcePage page) {
    seen.addAndGet(page.items().size());
    tally.add(Counter.FETCHED, page.items().size());
    return artifacts
        .saveAll(page.items(), clock.instant())
        .doOnNext(this::count)
        // Only now: whoever is killed before this line stores the page once more, and loses
        // nothing.
        .then(Mono.defer(() -> states.moved(source, stream, page.after(), clock.instant())))
        .then(Mono.defer(() -> mirror.whenDue(feed.budget())))
        .doOnSuccess(ignored -> {
          if (page.truncated()) {
            tally.warn(
                source
                    + ": "
                    + stream
                    + " was truncated at the most items or pages of a run; the next run goes on there");
          }
        });
  }

  private void count(StoreResult stored) {
    inserted.addAndGet(stored.inserted());
    tally.add(Counter.INSERTED, stored.inserted());
    tally.add(Counter.UPDATED, stored.updated());
    skipped.addAndGet(stored.refused().size());
    tally.add(Counter.SKIPPED, stored.refused().size());
    stored
        .refused()
        .forEach(item -> tally.warn(source + ": " + item.externalId() + " could not be stored"));
  }

  private Mono<Void> end(String stream, @Nullable SourceFault fault) {
    if (fault == null) {
      return states.succeeded(source, stream, clock.instant());
    }
    firstFault.compareAndSet(null, fault);
    String error = fault.kind().label() + ": " + fault.getMessage();
    LOG.warn("{}, {}: {}", source, stream, error);
    tally.warn(source + ": " + stream + ": " + error);
    return states.failed(source, stream, error, clock.instant());
  }

  private void report() {
    String trouble = feed.budget().trouble();
    if (trouble != null) {
      tally.warn(trouble);
    }
    SourceFault fault = firstFault.get();
    tally.source(
        source,
        new SourceCount(
            seen.get(),
            inserted.get(),
            skipped.get(),
            (fault == null ? SourceState.OK : fault.state()).label(),
            fault == null ? null : fault.kind().label()));
  }
}
