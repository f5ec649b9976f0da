/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.bench;

import io.signalharvester.app.artifacts.ArtifactStore;
import io.signalharvester.app.artifacts.StoreResult;
import io.signalharvester.app.config.DatabaseSettings;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.store.Postgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores items page after page, as a run of the pipeline does, and tells the artifacts a second.
 * Only the calls of the store are counted: the pages are made between them. Each measurement has
 * connections of its own, as each run has: on one that is kept, the server keeps a plan that it
 * made for tables that were just emptied.
 */
final class StoreRounds {

  /** As many items as one transaction stores. */
  static final int WHOLE_BATCH = 500;

  /** As many items as a source gives in one answer. */
  static final int SOURCE_PAGE = 100;

  private static final Duration DEADLINE = Duration.ofMinutes(1);

  /** As many as a run of the pipeline has. */
  static final int CONNECTIONS = 4;

  private final DatabaseSettings database;
  private final InventedItems items;
  private final Instant now;

  StoreRounds(DatabaseSettings database, InventedItems items, Instant now) {
    this.database = database;
    this.items = items;
    this.now = now;
  }

  /** Stores items that are not there. */
  double fresh(int number, int page) {
    return rate(number, page, item -> item, StoreResult::inserted);
  }

  /** Stores items that are there already. */
  double unchanged(int number) {
    return rate(number, SOURCE_PAGE, item -> item, StoreResult::unchanged);
  }

  /** Stores items that are there with another text. */
  double changed(int number) {
    return rate(number, SOURCE_PAGE, StoreRounds::withMore, StoreResult::updated);
  }

  private double rate(
      int number, int size, UnaryOperator<RawArtifact> change, ToIntFunction<StoreResult> counted) {
    long nanos = 0;
    int done = 0;
    try (Postgres postgres = Postgres.open(database, "bench-store", CONNECTIONS)) {
      ArtifactStore store =
          new ArtifactStore(postgres.client(), postgres.transaction(), JsonMapper.shared());
      for (int first = 0; first < number; first += size) {
        List<RawArtifact> page =
            items.page(first, Math.min(size, number - first)).stream().map(change).toList();
        long start = System.nanoTime();
        StoreResult result = store.saveAll(page, now).block(DEADLINE);
        nanos += System.nanoTime() - start;
        done += counted.applyAsInt(result);
      }
    }
    if (done != number) {
      throw new IllegalStateException(
          "of " + number + " items " + done + " were stored as expected: nothing was measured");
    }
    return number * 1e9 / nanos;
  }

  private static RawArtifact withMore(RawArtifact item) {
    return new RawArtifact(
        item.source(),
        item.externalId(),
        item.type(),
        item.title(),
        item.content() + " A second version.",
        item.url(),
        item.publishedAt(),
        item.engagement(),
        item.authors(),
        item.metadata(),
        item.rawJson());
  }
}
