/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a database says about its schema.
 *
 * @param level what it offers, or null when it has no schema yet
 * @param activeRevision whose workers may claim work, or null when none was named
 * @param runs the newest 20 migrations, newest first
 */
public record SchemaStatus(
    @Nullable SchemaLevel level, @Nullable String activeRevision, List<Run> runs) {

  /** Copies the list. */
  public SchemaStatus {
    runs = List.copyOf(runs);
  }

  /**
   * A migration.
   *
   * @param id its number
   * @param phase expand or contract
   * @param image which image ran it
   * @param from level before it
   * @param to level after it, or null when it did not end well
   * @param status running, completed or failed
   * @param error why it failed, or null
   * @param startedAt when it began, ISO 8601
   * @param finishedAt when it ended, or null while it runs
   */
  public record Run(
      long id,
      String phase,
      @Nullable String image,
      @Nullable Integer from,
      @Nullable Integer to,
      String status,
      @Nullable String error,
      String startedAt,
      @Nullable String finishedAt) {}
}
