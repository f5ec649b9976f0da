/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run did; printed as JSON.
 *
 * @param pipeline name of the pipeline
 * @param status how it ended
 * @param counters what was done, by the names of {@link Tally.Counter}
 * @param sources counters of each source, by name
 * @param stages how long each stage took, in milliseconds, by name
 * @param warnings sentences for a person
 */
public record PipelineReport(
    String pipeline,
    Status status,
    Map<String, Long> counters,
    Map<String, SourceCount> sources,
    Map<String, Long> stages,
    List<String> warnings) {

  /** How a run ended. */
  public enum Status {
    /** All stages went through. */
    COMPLETED,
    /** All stages ran; something was left out and is named. */
    COMPLETED_WITH_WARNINGS,
    /** Another run was going on, so nothing was done. */
    BUSY,
    /** PostgreSQL could not be used; what was stored before stays. */
    DEPENDENCY_AWAY,
    /** A stage could not start. */
    FAILED;

    /** Returns the name as it stands in the report. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Counters of one source.
   *
   * @param seen items that it gave
   * @param inserted those that were new
   * @param skipped those that could not be stored
   * @param state how it stands, by the names of {@link io.signalharvester.app.sources.SourceState}
   * @param error kind of the first fault that ended the fetch of a stream, or null
   */
  public record SourceCount(
      int seen, int inserted, int skipped, String state, @Nullable String error) {}

  static PipelineReport withoutWork(String pipeline, Status status, String sentence) {
    return new PipelineReport(pipeline, status, Map.of(), Map.of(), Map.of(), List.of(sentence));
  }
}
