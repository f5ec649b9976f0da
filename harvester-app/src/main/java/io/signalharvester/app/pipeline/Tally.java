/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.pipeline.PipelineReport.SourceCount;
import io.signalharvester.app.pipeline.PipelineReport.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts what one run does; stages run one after another, but on changing threads. */
final class Tally {

  private static final int MOST_WARNINGS = 50;

  private final Map<String, SourceCount> sources = new ConcurrentHashMap<>();
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  private final AtomicInteger warned = new AtomicInteger();
  private final AtomicInteger fetched = new AtomicInteger();
  private final AtomicInteger inserted = new AtomicInteger();
  private final AtomicInteger updated = new AtomicInteger();
  private final AtomicInteger scored = new AtomicInteger();
  private final AtomicInteger skipped = new AtomicInteger();

  void warn(String sentence) {
    if (warned.getAndIncrement() < MOST_WARNINGS) {
      warnings.add(sentence);
    }
  }

  void fetched() {
    fetched.incrementAndGet();
  }

  void inserted() {
    inserted.incrementAndGet();
  }

  void updated() {
    updated.incrementAndGet();
  }

  void scored() {
    scored.incrementAndGet();
  }

  void skipped() {
    skipped.incrementAndGet();
  }

  int fetchedSoFar() {
    return fetched.get();
  }

  int insertedSoFar() {
    return inserted.get();
  }

  void source(String name, int seen, int stored, @Nullable String error) {
    sources.put(name, new SourceCount(seen, stored, error));
  }

  PipelineReport report(String pipeline) {
    List<String> sentences = new ArrayList<>(warnings);
    if (warned.get() > MOST_WARNINGS) {
      sentences.add((warned.get() - MOST_WARNINGS) + " more warnings are not shown");
    }
    return new PipelineReport(
        pipeline,
        sentences.isEmpty() ? Status.COMPLETED : Status.COMPLETED_WITH_WARNINGS,
        fetched.get(),
        inserted.get(),
        updated.get(),
        scored.get(),
        skipped.get(),
        new LinkedHashMap<>(sources),
        List.copyOf(sentences));
  }
}
