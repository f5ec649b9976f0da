/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.harvest;

import io.signalharvester.app.pipeline.Stage;
import java.util.List;
import java.util.Set;

/**
 * Which part of the discovery pipeline a run does. What it leaves out is taken up by a later run,
 * for each stage finds its own backlog.
 *
 * @param stages names of the stages, at least one; they run in the order of {@link #STAGES}
 * @param sources names of the sources that are read; empty means all that are switched on
 */
public record RunScope(Set<String> stages, Set<String> sources) {

  /** The names of all stages, in order. */
  public static final List<String> STAGES =
      List.of("fetch", "classify", "embed", "relate", "score", "topic_stats");

  /** All stages and all sources. */
  public static final RunScope ALL = new RunScope(Set.copyOf(STAGES), Set.of());

  /** Refuses names that no stage has, and a run of nothing. */
  public RunScope {
    stages = Set.copyOf(stages);
    sources = Set.copyOf(sources);
    if (stages.isEmpty() || !STAGES.containsAll(stages)) {
      throw new IllegalArgumentException("stages must be some of " + String.join(", ", STAGES));
    }
  }

  /** Returns the scope of one stage. */
  public static RunScope stage(String name) {
    return new RunScope(Set.of(name), Set.of());
  }

  boolean reads(String source) {
    return sources.isEmpty() || sources.contains(source);
  }

  List<Stage> of(List<Stage> all) {
    return all.stream().filter(stage -> stages.contains(stage.name())).toList();
  }
}
