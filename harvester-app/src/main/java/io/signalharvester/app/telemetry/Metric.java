/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Every metric of this program, with the names of the specification (observability 1). A metric is
 * written in one place, and a test fails when one is missing, unlisted or never moves.
 */
public enum Metric {
  /** Version. */
  BUILD_INFO(
      "harvest_build_info",
      Type.GAUGE,
      List.of("version", "commit", "java"),
      "1; its labels say which build runs on which Java."),
  /** Requests. */
  HTTP_REQUESTS(
      "http_server_requests_seconds",
      Type.HISTOGRAM,
      List.of("method", "uri", "status", "outcome", "cohort"),
      "Requests of the public port and how long they took; uri is the route's template, cohort that of the rollout"
          + " (split, pinned or none)."),
  /** Running requests. */
  HTTP_ACTIVE(
      "http_server_requests_active",
      Type.GAUGE,
      List.of("method", "uri"),
      "Requests of the public port that run."),
  /** Connections in use. */
  POOL_ACQUIRED(
      "r2dbc_pool_acquired_connections",
      Type.GAUGE,
      List.of(),
      "Connections to PostgreSQL that requests use."),
  /** Connections that exist. */
  POOL_ALLOCATED(
      "r2dbc_pool_allocated_connections",
      Type.GAUGE,
      List.of(),
      "Connections to PostgreSQL that are open."),
  /** Connections nobody uses. */
  POOL_IDLE(
      "r2dbc_pool_idle_connections",
      Type.GAUGE,
      List.of(),
      "Open connections to PostgreSQL that nobody uses."),
  /** Requests that wait for a connection. */
  POOL_PENDING(
      "r2dbc_pool_pending_connections",
      Type.GAUGE,
      List.of(),
      "Requests that wait for a connection to PostgreSQL."),
  /** Bound of connections. */
  POOL_MAX_ALLOCATED(
      "r2dbc_pool_max_allocated_connections",
      Type.GAUGE,
      List.of(),
      "Most connections to PostgreSQL."),
  /** Bound of waiting requests. */
  POOL_MAX_PENDING(
      "r2dbc_pool_max_pending_connections",
      Type.GAUGE,
      List.of(),
      "Most requests that may wait for a connection to PostgreSQL."),
  /** Commands of Redis. */
  REDIS_COMMANDS(
      "lettuce_command_completion_seconds",
      Type.HISTOGRAM,
      List.of("command"),
      "Commands of the cache to Redis and how long they took."),
  /** Whether Redis works. */
  REDIS_UP(
      "harvest_redis_up",
      Type.GAUGE,
      List.of(),
      "1 while the cache works with Redis, 0 while it works without."),
  /** Requests of the cache. */
  CACHE_REQUESTS(
      "harvest_cache_requests_total",
      Type.COUNTER,
      List.of("cache", "level", "result"),
      "Requests of endpoints with a cache class, by where the reply came from: level memory or redis, result hit,"
          + " miss or stale. One request counts once."),
  /** Replies in memory. */
  CACHE_ITEMS(
      "harvest_cache_items",
      Type.GAUGE,
      List.of("cache", "level"),
      "Replies that this process holds."),
  /** Bytes in memory. */
  CACHE_BYTES(
      "harvest_cache_bytes",
      Type.GAUGE,
      List.of("cache", "level"),
      "Bytes of the replies that this process holds."),
  /** Invalidations. */
  CACHE_INVALIDATIONS(
      "harvest_cache_invalidations_total",
      Type.COUNTER,
      List.of("cache", "reason"),
      "Times that this process heard that the replies of a class are wrong, by the event that made them so."),
  /** Loads. */
  CACHE_LOAD(
      "harvest_cache_load_seconds",
      Type.HISTOGRAM,
      List.of("cache"),
      "Replies that had to be made, and how long that took."),
  /** Errors. */
  ERRORS(
      "harvest_errors_total",
      Type.COUNTER,
      List.of("error_code", "severity"),
      "Requests that ended with a problem document; severity error for 5xx, else warning."),
  /** Defects. */
  UNHANDLED(
      "harvest_unhandled_exceptions_total",
      Type.COUNTER,
      List.of("type"),
      "Requests that ended with INTERNAL_ERROR, by the exception's class."),
  /** Jobs. */
  JOBS(
      Exposer.WORKER,
      "harvest_jobs",
      Type.GAUGE,
      List.of("kind", "status"),
      "Rows of jobs that are kept, by kind and status."),
  /** Beginning of runs. */
  PIPELINE_LAST_START(
      Exposer.WORKER,
      "harvest_pipeline_last_start_timestamp_seconds",
      Type.GAUGE,
      List.of("pipeline"),
      "When the newest run of a pipeline began, in seconds since 1970."),
  /** Good end of runs. */
  PIPELINE_LAST_SUCCESS(
      Exposer.WORKER,
      "harvest_pipeline_last_success_timestamp_seconds",
      Type.GAUGE,
      List.of("pipeline"),
      "When a run of a pipeline last ended well, in seconds since 1970."),
  /** Good fetches. */
  SOURCE_LAST_SUCCESS(
      Exposer.WORKER,
      "harvest_source_last_success_timestamp_seconds",
      Type.GAUGE,
      List.of("source"),
      "When all of a source was last read to its end, the oldest of its streams, in seconds since 1970.");

  /** Families of the Java runtime and the process, whose names the libraries choose. */
  public static final List<String> PREFIXES_OF_THE_RUNTIME = List.of("jvm_", "process_", "system_");

  private static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

  /** Which process tells a metric. */
  public enum Exposer {
    /** One that answers requests. */
    API,
    /**
     * One that works in the background: what runs and tables of the database say, and no other
     * process can.
     */
    WORKER
  }

  /** What a metric is. */
  public enum Type {
    /** Only rises. */
    COUNTER,
    /** The present value. */
    GAUGE,
    /** Counts of durations below bounds, in seconds. */
    HISTOGRAM
  }

  private final Exposer exposer;
  private final String exposed;
  private final Type type;
  private final List<String> labels;
  private final String meaning;

  Metric(String exposed, Type type, List<String> labels, String meaning) {
    this(Exposer.API, exposed, type, labels, meaning);
  }

  Metric(Exposer exposer, String exposed, Type type, List<String> labels, String meaning) {
    this.exposer = exposer;
    this.exposed = exposed;
    this.type = type;
    this.labels = labels;
    this.meaning = meaning;
  }

  /** Returns which process tells it. */
  public Exposer exposer() {
    return exposer;
  }

  /** Returns the name in the exposition. */
  public String exposed() {
    return exposed;
  }

  /** Returns the name for the registry, which adds suffixes itself. */
  public String meter() {
    return switch (type) {
      case COUNTER -> exposed.substring(0, exposed.length() - "_total".length());
      case HISTOGRAM -> exposed.substring(0, exposed.length() - "_seconds".length());
      case GAUGE -> exposed;
    };
  }

  /** Returns what it is. */
  public Type type() {
    return type;
  }

  /** Returns the names of its labels. */
  public List<String> labels() {
    return labels;
  }

  /** Returns one sentence about it. */
  public String meaning() {
    return meaning;
  }

  /** Returns the upper bounds of every histogram, in seconds. */
  public static double[] bounds() {
    return BOUNDS.clone();
  }

  /** Returns the upper bounds of this histogram. */
  public Duration[] buckets() {
    return DoubleStream.of(BOUNDS)
        .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
        .toArray(Duration[]::new);
  }
}
