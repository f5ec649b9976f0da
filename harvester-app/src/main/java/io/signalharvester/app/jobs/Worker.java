/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.jobs;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.harvest.DiscoveryRun;
import io.signalharvester.app.pipeline.DiscoveryPipeline;
import io.signalharvester.app.pipeline.PipelineReport;
import io.signalharvester.app.pipeline.RunTakeover;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Looks for runs to take up and does one at a time, on a thread of its own. Told to end, it takes
 * up nothing more, ends the run where it is and gives it back, so that another worker goes on with
 * it at once.
 */
public final class Worker implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration END = Duration.ofSeconds(20);

  private final Mono<Boolean> due;
  private final Function<Mono<Void>, Optional<PipelineReport>> takeUp;
  private final Duration pause;
  private final Sinks.Empty<Void> told = Sinks.empty();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  /**
   * Creates a worker.
   *
   * @param due whether there is something to take up
   * @param takeUp takes it up and blocks until it is done, or until what it is given completes;
   *     empty when somebody else was faster
   * @param pause how long to wait after each look
   */
  Worker(Mono<Boolean> due, Function<Mono<Void>, Optional<PipelineReport>> takeUp, Duration pause) {
    this.due = due;
    this.takeUp = takeUp;
    this.pause = pause;
  }

  /**
   * The worker of the discovery pipeline. What only a run needs is opened for the run.
   *
   * @param settings what to work with
   * @param database where jobs are
   * @param transaction makes looking and claiming one act
   * @param clock the present
   */
  public static Worker of(
      Settings settings, DatabaseClient database, TransactionalOperator transaction, Clock clock) {
    RunTakeover takeover =
        new RunTakeover(database, transaction, DiscoveryPipeline.NAME, settings.work().revision());
    return new Worker(
        takeover.due(),
        stop -> {
          try (DiscoveryRun run = new DiscoveryRun(settings, clock)) {
            return run.takeUp(takeover, stop);
          }
        },
        PAUSE);
  }

  @Override
  public void start() {
    thread = Thread.ofPlatform().name("harvest-worker").daemon().start(this::look);
  }

  @Override
  public void stop() {
    Thread looking = thread;
    if (looking == null) {
      return;
    }
    thread = null;
    stopping.countDown();
    told.tryEmitEmpty();
    try {
      if (!looking.join(END)) {
        LOG.warn("The run did not end within {} s; its lease will lapse.", END.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void look() {
    try {
      do {
        once();
      } while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void once() {
    try {
      if (Boolean.TRUE.equals(due.block(ANSWER))) {
        LOG.info("Taking up a run");
        takeUp
            .apply(told.asMono())
            .ifPresentOrElse(
                report ->
                    LOG.info(
                        "The run is {}: {} {}",
                        report.status().label(),
                        report.counters(),
                        report.warnings()),
                () -> LOG.info("The run went to somebody else"));
      }
    } catch (RuntimeException e) {
      // Its stores are away, most likely; health tells of that, and the next look may be better.
      LOG.warn("No work was looked for or done: {}", e.toString());
    }
  }
}
