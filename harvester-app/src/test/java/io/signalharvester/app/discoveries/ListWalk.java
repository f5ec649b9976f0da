/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.discoveries.DiscoveryReader.Position;
import io.signalharvester.app.discoveries.DiscoveryReader.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.r2dbc.core.DatabaseClient;

/** Walks over the whole list as clients do: page after page, each from the last row before. */
record ListWalk(
    DatabaseClient database, Set<String> sources, DiscoverySort sort, boolean ascending) {

  private static final int MOST_ROWS = 100_000;

  static DiscoveryQuery query(
      Set<String> sources, DiscoverySort sort, boolean ascending, int limit) {
    return new DiscoveryQuery(0, null, null, sources, Set.of(), sort, ascending, null, limit, null);
  }

  List<Row> rows(int limit) {
    DiscoveryReader reader = new DiscoveryReader(database);
    Instant now = Instant.now();
    List<Row> seen = new ArrayList<>();
    Position after = null;
    while (true) {
      DiscoveryQuery query = query(sources, sort, ascending, limit);
      List<Row> rows = reader.page(query, null, after, now, limit + 1).collectList().block();
      List<Row> page = rows.subList(0, Math.min(limit, rows.size()));
      seen.addAll(page);
      assertThat(seen).as("a walk must end").hasSizeLessThan(MOST_ROWS);
      if (rows.size() <= limit) {
        return seen;
      }
      after = page.getLast().position();
    }
  }

  List<Long> ids(int limit) {
    return rows(limit).stream().map(row -> row.position().artifactId()).toList();
  }
}
