/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.jobs;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.signalharvester.app.store.Column;
import io.signalharvester.app.telemetry.Metric;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the tables say of runs and sources, read anew every quarter of a minute. Runs are processes
 * of their own that end before anybody scrapes them, so their metrics are told from what they left
 * behind.
 */
public final class WorkMeters implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(WorkMeters.class);
  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final DatabaseClient database;
  private final List<Reading> readings;
  private final Duration every;
  private @Nullable Disposable running;

  /**
   * One metric and where it is read.
   *
   * @param metric the metric
   * @param sql gives its labels, in their order, and its value in a column named value
   * @param gauge holds what was read last
   */
  private record Reading(Metric metric, String sql, MultiGauge gauge) {}

  /**
   * Creates the metrics.
   *
   * @param database where to read
   * @param registry where to tell them
   */
  public WorkMeters(DatabaseClient database, MeterRegistry registry) {
    this(database, registry, EVERY);
  }

  WorkMeters(DatabaseClient database, MeterRegistry registry, Duration every) {
    this.database = database;
    this.every = every;
    this.readings =
        List.of(
            reading(
                registry,
                Metric.JOBS,
                "SELECT kind, status, count(*)::float8 AS value FROM jobs GROUP BY kind, status"),
            reading(
                registry,
                Metric.PIPELINE_LAST_START,
                """
                SELECT substr(kind, 10) AS pipeline, extract(epoch FROM max(started_at))::float8 AS value
                FROM jobs WHERE kind LIKE 'pipeline:%' AND started_at IS NOT NULL GROUP BY kind
                """),
            reading(
                registry,
                Metric.PIPELINE_LAST_SUCCESS,
                """
                SELECT substr(kind, 10) AS pipeline, extract(epoch FROM max(finished_at))::float8 AS value
                FROM jobs WHERE kind LIKE 'pipeline:%' AND status = 'completed' GROUP BY kind
                """),
            reading(
                registry,
                Metric.SOURCE_LAST_SUCCESS,
                """
                SELECT source, extract(epoch FROM min(last_success_at))::float8 AS value
                FROM source_cursors WHERE last_success_at IS NOT NULL GROUP BY source
                """));
  }

  private static Reading reading(MeterRegistry registry, Metric metric, String sql) {
    return new Reading(metric, sql, MultiGauge.builder(metric.meter()).register(registry));
  }

  @Override
  public void start() {
    running =
        Flux.interval(Duration.ZERO, every)
            .onBackpressureDrop()
            .concatMap(tick -> readAll(), 1)
            .subscribe();
  }

  @Override
  public void stop() {
    if (running != null) {
      running.dispose();
      running = null;
    }
  }

  @Override
  public boolean isRunning() {
    return running != null;
  }

  private Mono<Void> readAll() {
    return Flux.fromIterable(readings)
        .concatMap(this::read)
        .then()
        .timeout(ANSWER)
        .onErrorResume(error -> {
          // The values of the last time stay: a database that is away says nothing about runs.
          LOG.debug("The tables could not be read for metrics", error);
          return Mono.empty();
        });
  }

  private Mono<Void> read(Reading reading) {
    return database
        .sql(reading.sql())
        .map(row -> {
          Tags tags = Tags.empty();
          for (String label : reading.metric().labels()) {
            tags = tags.and(label, Column.of(row, label, String.class));
          }
          return MultiGauge.Row.of(tags, Column.of(row, "value", Double.class));
        })
        .all()
        .collectList()
        .doOnNext(rows -> reading.gauge().register(rows, true))
        .then();
  }
}
