/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures how many artifacts a second are stored, on a server that writes to disk as it does in
 * production. It runs on demand, because a number is no promise of a test: {@code ./mvnw -pl
 * harvester-app test -Dtest=StoreThroughputTest -Dharvest.measure=true}.
 */
@EnabledIfSystemProperty(named = "harvest.measure", matches = "true")
class StoreThroughputTest {

  private static final int PAGES = 100;
  private static final int PAGE = 500;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void artifactsASecond() throws Exception {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("max_wal_size", "2GB")
            .start()) {
      Map<String, String> environment =
          Map.of(
              "DATABASE_URL",
              "postgresql://localhost:" + server.getPort() + "/postgres?sslmode=disable",
              "DATABASE_USERNAME",
              "postgres");
      TestPostgres.migrate(environment);
      try (Postgres pool =
          Postgres.open(Settings.load(Settings.Mode.MIGRATE, environment).database(), "rate", 2)) {
        ArtifactStore store =
            new ArtifactStore(pool.client(), pool.transaction(), JsonMapper.shared());
        List<List<RawArtifact>> fresh = pages("fresh");
        measure("warming up", store, pages("warm"));
        assertThat(measure("new", store, fresh).inserted()).isEqualTo(PAGES * PAGE);
        assertThat(measure("unchanged", store, fresh).unchanged()).isEqualTo(PAGES * PAGE);
        assertThat(measure("changed", store, changed(fresh)).updated()).isEqualTo(PAGES * PAGE);
      }
    }
  }

  private static StoreResult measure(
      String what, ArtifactStore store, List<List<RawArtifact>> pages) {
    StoreResult all = StoreResult.NOTHING;
    long start = System.nanoTime();
    for (List<RawArtifact> page : pages) {
      all = all.plus(store.saveAll(page, NOW).block());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s: %d artifacts in %.2f s, %.0f a second%n",
        what, PAGES * PAGE, seconds, PAGES * PAGE / seconds);
    return all;
  }

  /** Items of the size of an abstract with four authors each, of 20,000 people. */
  private static List<List<RawArtifact>> pages(String prefix) {
    SplittableRandom random = new SplittableRandom(1);
    List<List<RawArtifact>> pages = new ArrayList<>();
    for (int page = 0; page < PAGES; page++) {
      List<RawArtifact> items = new ArrayList<>();
      for (int i = 0; i < PAGE; i++) {
        items.add(item(prefix + "-" + page + "-" + i, words(random, 180), authors(random)));
      }
      pages.add(items);
    }
    return pages;
  }

  private static List<List<RawArtifact>> changed(List<List<RawArtifact>> pages) {
    return pages.stream()
        .map(page ->
            page.stream()
                .map(item -> item(item.externalId(), item.content() + " v2", item.authors()))
                .toList())
        .toList();
  }

  private static RawArtifact item(String id, String content, List<RawAuthor> authors) {
    return new RawArtifact(
        "arxiv",
        id,
        "preprint",
        "A title of about the usual length for number " + id,
        content,
        "https://arxiv.org/abs/" + id,
        NOW,
        0,
        authors,
        Map.of("categories", List.of("cs.LG", "cs.AI"), "version", "v1"),
        null);
  }

  private static List<RawAuthor> authors(SplittableRandom random) {
    List<RawAuthor> authors = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      authors.add(RawAuthor.named("Given Family" + random.nextInt(20_000)));
    }
    return authors;
  }

  private static String words(SplittableRandom random, int number) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < number; i++) {
      text.append("word").append(random.nextInt(9_999)).append(' ');
    }
    return text.toString();
  }
}
