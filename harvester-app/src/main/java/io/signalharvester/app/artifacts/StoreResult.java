/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import java.util.List;
import java.util.stream.Stream;

/**
 * What storing a page of items did. The four add up to the size of the page.
 *
 * @param inserted items that were new
 * @param updated items that were there and changed, or whose authors did
 * @param unchanged items that were there and are the same; an item that the page names twice counts
 *     here once
 * @param refused items that the database refuses, each left out alone
 */
public record StoreResult(int inserted, int updated, int unchanged, List<Refused> refused) {

  static final StoreResult NOTHING = new StoreResult(0, 0, 0, List.of());

  /** Copies the list. */
  public StoreResult {
    refused = List.copyOf(refused);
  }

  /**
   * An item that was left out.
   *
   * @param source its source
   * @param externalId its id there
   * @param sqlState why, as PostgreSQL's error code
   */
  public record Refused(String source, String externalId, String sqlState) {}

  StoreResult plus(StoreResult other) {
    return new StoreResult(
        inserted + other.inserted,
        updated + other.updated,
        unchanged + other.unchanged,
        Stream.concat(refused.stream(), other.refused.stream()).toList());
  }
}
