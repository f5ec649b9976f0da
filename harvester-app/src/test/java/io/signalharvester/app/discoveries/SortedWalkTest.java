/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.discoveries.DiscoveryReader.Row;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every order of the list over 10,000 rows, most of them with equal keys, while rows come in. */
@Tag("API-19")
class SortedWalkTest {

  private static final int ROWS = 10_000;
  private static final int FIRST_NEW = 100_000;
  private static final int MOST_NEW = 2_000;
  private static final AtomicInteger NEXT = new AtomicInteger(FIRST_NEW);

  private static TestPostgres postgres;
  private static String database;
  private static Postgres pool;

  @BeforeAll
  static void fill() {
    postgres = TestPostgres.shared();
    database = postgres.migratedDatabase();
    SampleRows.add(postgres, database, 1, ROWS, 7);
    Settings settings = Settings.load(Settings.Mode.MIGRATE, postgres.environment(database));
    pool = Postgres.open(settings.database(), "test", 4);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @ParameterizedTest
  @CsvSource({
    "DISCOVERY_SCORE, false, ''",
    "DISCOVERY_SCORE, true, ''",
    "DISCOVERY_SCORE, false, 'arxiv,github'",
    "DISCOVERY_SCORE, true, 'arxiv,github'",
    "PUBLISHED_AT, false, ''",
    "PUBLISHED_AT, true, 'arxiv,github'",
    "NOVELTY, false, ''",
    "NOVELTY, true, ''",
    "EMERGENCE, false, 'arxiv,github'",
    "EMERGENCE, true, ''",
    "OBSCURITY, false, ''",
    "OBSCURITY, true, ''"
  })
  void aWalkWhileRowsAreInsertedHasNoDuplicateAndNoGapAndIsInOrder(
      DiscoverySort sort, boolean ascending, String sources) throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    AtomicInteger inserted = new AtomicInteger();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(() -> {
          while (!ended.get() && inserted.get() < MOST_NEW) {
            SampleRows.add(postgres, database, NEXT.getAndAdd(20), 20, 7);
            inserted.addAndGet(20);
          }
        });

    Set<String> wanted = sources.isEmpty() ? Set.of() : Set.of(sources.split(","));
    List<Row> rows = new ListWalk(pool.client(), wanted, sort, ascending).rows(200);
    ended.set(true);
    writer.get();

    assertThat(inserted.get()).isPositive();
    List<Long> seen = rows.stream().map(row -> row.position().artifactId()).toList();
    assertThat(seen)
        .doesNotHaveDuplicates()
        .containsAll(LongStream.rangeClosed(1, ROWS).boxed().toList());
    Comparator<Row> order =
        Comparator.<Row>comparingDouble(row -> row.position().key().doubleValue())
            .thenComparing(row -> row.position().artifactId());
    assertThat(rows).isSortedAccordingTo(ascending ? order : order.reversed());
  }
}
