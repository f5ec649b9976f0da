/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.pipeline.PipelineReport.SourceCount;
import io.signalharvester.app.pipeline.PipelineReport.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what one run does; stages run one after another, but on changing threads. */
public final class Tally {

  private static final int MOST_WARNINGS = 50;

  private final Map<Counter, AtomicLong> counters = new ConcurrentHashMap<>();
  private final Map<String, SourceCount> sources = new ConcurrentHashMap<>();
  private final Map<String, Long> stages = new ConcurrentHashMap<>();
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  private final AtomicInteger warned = new AtomicInteger();

  /** What is counted over a whole run. */
  public enum Counter {
    /** Items that sources gave. */
    FETCHED,
    /** Items that were new. */
    INSERTED,
    /** Items that had changed. */
    UPDATED,
    /** Items that got a classification. */
    CLASSIFIED,
    /** Texts that got a vector. */
    EMBEDDED,
    /** Edges between items that were new or became surer. */
    RELATED,
    /** Scores that were stored. */
    SCORED,
    /** Items that a stage had to leave out. */
    SKIPPED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Tally() {}

  /** Notes a sentence for a person; after 50 of them they are only counted. */
  public void warn(String sentence) {
    if (warned.getAndIncrement() < MOST_WARNINGS) {
      warnings.add(sentence);
    }
  }

  /** Adds to a counter. */
  public void add(Counter counter, long number) {
    counters.computeIfAbsent(counter, ignored -> new AtomicLong()).addAndGet(number);
  }

  /** Adds one to a counter. */
  public void count(Counter counter) {
    add(counter, 1);
  }

  /** Notes what one source gave. */
  void source(String name, SourceCount count) {
    sources.put(name, count);
  }

  /** Notes how long a stage took. */
  void stage(String name, Duration took) {
    stages.put(name, took.toMillis());
  }

  PipelineReport report(String pipeline) {
    List<String> sentences = new ArrayList<>(warnings);
    if (warned.get() > MOST_WARNINGS) {
      sentences.add((warned.get() - MOST_WARNINGS) + " more warnings are not shown");
    }
    Map<String, Long> counts = new TreeMap<>();
    for (Counter counter : Counter.values()) {
      counts.put(counter.label(), 0L);
    }
    counters.forEach((counter, number) -> counts.put(counter.label(), number.get()));
    return new PipelineReport(
        pipeline,
        sentences.isEmpty() ? Status.COMPLETED : Status.COMPLETED_WITH_WARNINGS,
        counts,
        new TreeMap<>(sources),
        new TreeMap<>(stages),
        List.copyOf(sentences));
  }
}
