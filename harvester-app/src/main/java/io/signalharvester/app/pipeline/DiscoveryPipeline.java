/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.r2dbc.spi.ConnectionFactory;
import io.signalharvester.app.pipeline.PipelineReport.Status;
import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.schema.SchemaReader;
import io.signalharvester.app.sources.SourceClient;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The discovery pipeline: fetch from each source, then score what has no score. Running it again
 * changes nothing that did not change at the sources. A failing source or item is counted, named
 * and left out; the run goes on.
 */
public final class DiscoveryPipeline {

  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryPipeline.class);
  private static final String NAME = "discovery";

  /** Key of the advisory lock: the ASCII bytes of "harvdisc". */
  static final long LOCK_KEY = 0x6861727664697363L;

  private final RunLock lock;
  private final SchemaReader schema;
  private final List<Feed> feeds;
  private final FetchStage fetch;
  private final ScoreStage score;

  /**
   * A source and how far back it is read.
   *
   * @param client the source
   * @param lookBack greatest age of what is fetched
   */
  public record Feed(SourceClient client, Duration lookBack) {}

  /**
   * Creates the pipeline.
   *
   * @param single opens the connection that holds the lock
   * @param schema tells whether the database fits
   * @param feeds the enabled sources
   * @param fetch the first stage
   * @param score the second stage
   */
  public DiscoveryPipeline(
      ConnectionFactory single,
      SchemaReader schema,
      List<Feed> feeds,
      FetchStage fetch,
      ScoreStage score) {
    this.lock = new RunLock(single, LOCK_KEY);
    this.schema = schema;
    this.feeds = feeds;
    this.fetch = fetch;
    this.score = score;
  }

  /** Runs once; a failure is a report too, not an error. */
  public Mono<PipelineReport> run() {
    return lock.holding(this::whenSchemaFits, DiscoveryPipeline::busy)
        .onErrorResume(error -> {
          LOG.error("The discovery pipeline could not go on", error);
          return Mono.just(
              PipelineReport.withoutWork(NAME, Status.FAILED, DatabaseFault.sentence(error)));
        });
  }

  private Mono<PipelineReport> whenSchemaFits() {
    return schema
        .level()
        .map(level -> level.serves(SchemaLevel.NEEDS))
        .defaultIfEmpty(false)
        .flatMap(fits ->
            fits
                ? stages()
                : Mono.just(
                    PipelineReport.withoutWork(
                        NAME,
                        Status.FAILED,
                        "The schema does not fit this image, which needs level "
                            + SchemaLevel.NEEDS
                            + ": run migrate of this image.")));
  }

  private Mono<PipelineReport> stages() {
    return Mono.defer(() -> {
      Tally tally = new Tally();
      return Flux.fromIterable(feeds)
          .concatMap(feed -> fetch.run(feed, tally))
          .then(score.run(tally))
          .then(Mono.fromSupplier(() -> tally.report(NAME)));
    });
  }

  private static Mono<PipelineReport> busy() {
    return Mono.just(
        PipelineReport.withoutWork(
            NAME, Status.BUSY, "Another run of this pipeline is going on; nothing was done."));
  }
}
