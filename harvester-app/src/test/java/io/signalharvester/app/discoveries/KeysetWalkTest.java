/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Walks over the list as clients do: page after page, each from the last row of the one before. */
class KeysetWalkTest {

  private static final int ROWS = 300;

  private static TestPostgres postgres;
  private static String database;
  private static Postgres pool;

  @BeforeContainer
  static void fill() {
    postgres = TestPostgres.shared();
    database = postgres.migratedDatabase();
    SampleRows.add(postgres, database, 1, ROWS, 7);
    Settings settings = Settings.load(Settings.Mode.MIGRATE, postgres.environment(database));
    pool = Postgres.open(settings.database(), "test", 4);
  }

  @AfterContainer
  static void close() {
    pool.close();
  }

  private static List<Long> walk(int limit, Set<String> sources) {
    return new ListWalk(pool.client(), sources, DiscoverySort.DISCOVERY_SCORE, false).ids(limit);
  }

  @Property(tries = 40)
  void aWalkWithAnyLimitOverRowsWithTiesReturnsEveryRowOnce(
      @ForAll @IntRange(min = 1, max = 200) int limit) {
    assertThat(walk(limit, Set.of()))
        .as("limit %s", limit)
        .doesNotHaveDuplicates()
        .containsAll(LongStream.rangeClosed(1, ROWS).boxed().toList());
  }

  @Property(tries = 10)
  void aWalkOverOneSourceReturnsItsRowsOnly(@ForAll @IntRange(min = 1, max = 50) int limit) {
    assertThat(walk(limit, Set.of("github")))
        .doesNotHaveDuplicates()
        .allMatch(id -> id % 3 == 0)
        .containsAll(LongStream.rangeClosed(1, ROWS).filter(id -> id % 3 == 0).boxed().toList());
  }
}
