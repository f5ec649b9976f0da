/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.stats;

import java.time.Clock;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Reads the counts of all groups, for requests and commands alike. */
public final class StatsReader {

  // About 100,000 narrow rows; read in some 10 ms.
  private static final long MOST_COUNTED_BYTES = 16L << 20;

  private final TableCounts counts;
  private final Clock clock;

  /**
   * Creates a reader.
   *
   * @param database where the tables are
   * @param clock the present
   */
  public StatsReader(DatabaseClient database, Clock clock) {
    this.counts = new TableCounts(database, MOST_COUNTED_BYTES);
    this.clock = clock;
  }

  /** Counts now. */
  public Mono<Stats> read() {
    return counts.read().map(read -> Stats.of(read, clock.instant()));
  }
}
