/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.discoveries.DiscoveryReader.Position;
import io.signalharvester.app.discoveries.DiscoveryReader.Row;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;

/** Walks over the list as clients do: page after page, each from the last row of the one before. */
class KeysetWalkTest {

  private static final int ROWS = 300;
  private static final int MOST_ROWS = 100_000;

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
    DiscoveryReader reader = new DiscoveryReader(pool.client());
    Instant now = Instant.now();
    List<Long> seen = new ArrayList<>();
    Position after = null;
    while (true) {
      DiscoveryQuery query = new DiscoveryQuery(0, null, sources, limit, null);
      List<Row> rows = reader.read(query, after, now, limit + 1).collectList().block();
      List<Row> page = rows.subList(0, Math.min(limit, rows.size()));
      page.forEach(row -> seen.add(row.position().artifactId()));
      assertThat(seen).as("a walk must end").hasSizeLessThan(MOST_ROWS);
      if (rows.size() <= limit) {
        return seen;
      }
      after = page.getLast().position();
    }
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

  @Test
  void aWalkWhileRowsAreInsertedHasNoDuplicateAndNoGap() throws Exception {
    fill();
    int many = 10_000;
    SampleRows.add(postgres, database, 1001, many - ROWS, 7);
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Integer> writer =
        CompletableFuture.supplyAsync(() -> {
          int next = 100_000;
          while (!ended.get()) {
            SampleRows.add(postgres, database, next, 20, 7);
            next += 20;
          }
          return next - 100_000;
        });

    List<Long> seen = walk(100, Set.of());
    ended.set(true);

    assertThat(writer.get()).isPositive();
    assertThat(seen)
        .doesNotHaveDuplicates()
        .containsAll(LongStream.rangeClosed(1, ROWS).boxed().toList())
        .containsAll(LongStream.range(1001, 1001 + many - ROWS).boxed().toList());
    close();
  }
}
