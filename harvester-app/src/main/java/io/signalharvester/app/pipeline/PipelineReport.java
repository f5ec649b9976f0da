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
 * @param fetched items that sources gave
 * @param inserted items that were new
 * @param updated items that had changed
 * @param scored scores that were stored
 * @param skipped items that could not be stored or scored
 * @param sources counters of each source, by name
 * @param warnings sentences for a person
 */
public record PipelineReport(
    String pipeline,
    Status status,
    int fetched,
    int inserted,
    int updated,
    int scored,
    int skipped,
    Map<String, SourceCount> sources,
    List<String> warnings) {

  /** How a run ended. */
  public enum Status {
    /** All stages went through. */
    COMPLETED,
    /** All stages ran; something was left out and is named. */
    COMPLETED_WITH_WARNINGS,
    /** Another run was going on, so nothing was done. */
    BUSY,
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
   * @param error kind of fault that ended the fetch, or null
   */
  public record SourceCount(int seen, int inserted, @Nullable String error) {}

  static PipelineReport withoutWork(String pipeline, Status status, String sentence) {
    return new PipelineReport(pipeline, status, 0, 0, 0, 0, 0, Map.of(), List.of(sentence));
  }
}
