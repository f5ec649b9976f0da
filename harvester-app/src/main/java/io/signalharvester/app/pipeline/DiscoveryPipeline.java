/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.pipeline.PipelineReport.Status;
import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.schema.SchemaReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The discovery pipeline: its stages one after another, one run at a time. Running it again changes
 * nothing that did not change at the sources. A failing source or item is counted, named and left
 * out; the run goes on.
 */
public final class DiscoveryPipeline {

  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryPipeline.class);

  /** Its name. */
  public static final String NAME = "discovery";

  private final RunLease lease;
  private final SchemaReader schema;
  private final List<Stage> stages;
  private final JsonMapper json;
  private final Clock clock;

  /**
   * Creates the pipeline.
   *
   * @param database where runs are kept
   * @param transaction makes several statements one unit
   * @param schema tells whether the database fits
   * @param stages the stages, in order
   * @param json writes reports
   * @param clock measures the stages
   */
  public DiscoveryPipeline(
      DatabaseClient database,
      TransactionalOperator transaction,
      SchemaReader schema,
      List<Stage> stages,
      JsonMapper json,
      Clock clock) {
    this.lease = new RunLease(database, transaction, NAME, RunLease.LIFE);
    this.schema = schema;
    this.stages = List.copyOf(stages);
    this.json = json;
    this.clock = clock;
  }

  /** Runs once; a failure is a report too, not an error. */
  public Mono<PipelineReport> run() {
    return reported(() -> lease.holding(this::stages, this::ending, DiscoveryPipeline::busy));
  }

  /**
   * Goes on with a run that is queued or that nobody works on; empty when there is none, or when it
   * was told to stop.
   *
   * @param takeover finds it
   * @param stop completes when the process is told to end
   */
  public Mono<PipelineReport> takeUp(RunTakeover takeover, Mono<Void> stop) {
    return reported(() -> takeover.takingUp(this::stages, this::ending, stop));
  }

  private Mono<PipelineReport> reported(Supplier<Mono<PipelineReport>> run) {
    return whenSchemaFits(run)
        .onErrorResume(RunLease.Stopped.class, stopped -> Mono.empty())
        .onErrorResume(
            RunLease.Lost.class,
            lost ->
                Mono.just(
                    PipelineReport.withoutWork(
                        NAME, Status.FAILED, String.valueOf(lost.getMessage()))))
        .onErrorResume(error -> {
          LOG.error("The discovery pipeline could not go on", error);
          return Mono.just(
              PipelineReport.withoutWork(
                  NAME,
                  DatabaseFault.isAway(error) ? Status.DEPENDENCY_AWAY : Status.FAILED,
                  DatabaseFault.sentence(error)));
        });
  }

  private Mono<PipelineReport> whenSchemaFits(Supplier<Mono<PipelineReport>> run) {
    return schema
        .level()
        .map(level -> level.serves(SchemaLevel.NEEDS))
        .defaultIfEmpty(false)
        .flatMap(fits ->
            fits
                ? run.get()
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
      return Flux.fromIterable(stages)
          .concatMap(stage -> timed(stage, tally))
          .then(Mono.fromSupplier(() -> tally.report(NAME)));
    });
  }

  private Mono<Void> timed(Stage stage, Tally tally) {
    return Mono.defer(() -> {
      Instant start = clock.instant();
      LOG.info("Stage {} begins", stage.name());
      return stage
          .run(tally)
          .doOnSuccess(ignored -> {
            Duration took = Duration.between(start, clock.instant());
            tally.stage(stage.name(), took);
            LOG.info("Stage {} took {} ms", stage.name(), took.toMillis());
          });
    });
  }

  private RunLease.Ending ending(PipelineReport report) {
    return new RunLease.Ending("completed", json.writeValueAsString(report));
  }

  private static Mono<PipelineReport> busy() {
    return Mono.just(
        PipelineReport.withoutWork(
            NAME, Status.BUSY, "Another run of this pipeline is going on; nothing was done."));
  }
}
