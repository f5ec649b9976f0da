/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.artifacts.StoreResult.Refused;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.TestPostgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ArtifactStoreTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String LINKS =
      "SELECT string_agg(a.external_id || ':' || l.position || ':' || e.name, ', ' ORDER BY a.external_id, l.position)"
          + " FROM artifact_entities l JOIN artifacts a ON a.id = l.artifact_id JOIN entities e ON e.id = l.entity_id";

  private final TestPostgres server = TestPostgres.shared();
  private final String database = server.migratedDatabase();
  private final Postgres pool =
      Postgres.open(
          Settings.load(Settings.Mode.MIGRATE, server.environment(database)).database(), "test", 2);
  private final ArtifactStore store =
      new ArtifactStore(pool.client(), pool.transaction(), JsonMapper.shared());

  @AfterEach
  void close() {
    pool.close();
  }

  private static RawArtifact item(String id, String text, RawAuthor... authors) {
    return item("arxiv", "preprint", id, text, null, List.of(authors));
  }

  private static RawArtifact item(
      String source, String type, String id, String text, String raw, List<RawAuthor> authors) {
    return new RawArtifact(
        source,
        id,
        type,
        "Title of " + id,
        text,
        "https://example.org/" + id,
        NOW.minusSeconds(3600),
        3,
        authors,
        Map.of("tags", List.of("a", "b\"c\\d{e}, ä")),
        raw);
  }

  private static RawAuthor person(String name) {
    return RawAuthor.named(name);
  }

  private static RawAuthor account(String name, String handle) {
    return new RawAuthor(name, "github", handle, "https://github.com/" + handle);
  }

  private StoreResult saveAll(RawArtifact... page) {
    return store.saveAll(List.of(page), NOW).block();
  }

  private void scoreAll() {
    server.execute(
        database,
        "INSERT INTO artifact_scores (artifact_id, source, published_at, base_score, discovery_score, rank_key,"
            + " algorithm_version, weights_hash, input_version, computed_at)"
            + " SELECT id, source, published_at, 1, 1, 1, 'v2', repeat('a', 16), 7, now() FROM artifacts");
  }

  private String due() {
    return server.text(
        database,
        "SELECT string_agg(a.external_id, ',' ORDER BY a.external_id) FROM artifact_scores s"
            + " JOIN artifacts a ON a.id = s.artifact_id WHERE s.input_version = 0");
  }

  @Test
  void newItemsAreRowsWithAllTheirFields() {
    StoreResult result =
        saveAll(
            item(
                "a", "Text of a, \"quoted\" {braces} \\ and\nlines.", person("Ada"), person("Bob")),
            item("github", "repo", "b", "x".repeat(500), "{\"stars\": 3}", List.of()));

    assertThat(result).isEqualTo(new StoreResult(2, 0, 0, List.of()));
    assertThat(
            server.text(
                database,
                "SELECT artifact_type || '|' || title || '|' || content || '|' || url || '|' || engagement || '|'"
                    + " || (metadata_json -> 'tags' ->> 1) || '|' || published_at::text || '|' || (raw_json IS NULL)"
                    + " FROM artifacts WHERE external_id = 'a'"))
        .startsWith(
            "preprint|Title of a|Text of a, \"quoted\" {braces} \\ and\nlines.|https://example.org/a|3|b\"c\\d{e}, ä|2026-03-01")
        .endsWith("|true");
    assertThat(
            server.text(
                database,
                "SELECT length(summary) || (raw_json ->> 'stars') FROM artifacts WHERE external_id = 'b'"))
        .isEqualTo("3603");
    assertThat(server.text(database, LINKS)).isEqualTo("a:0:Ada, a:1:Bob");
  }

  @Test
  void equalItemsWriteNothingAndLockNothing() {
    RawArtifact[] page = {
      item("a", "Text", person("Ada"), account("Bob", "bob")),
      item("github", "repo", "b", "Text", "{\"at\": 1}", List.of(account("Bob", "Bob")))
    };
    saveAll(page);
    String rows =
        "SELECT string_agg(r, '|' ORDER BY r) FROM ("
            + String.join(
                " UNION ALL ",
                IntStream.range(0, 4)
                    .mapToObj(i ->
                        List.of("artifacts", "entities", "accounts", "artifact_entities").get(i))
                    .map(table ->
                        "SELECT '%1$s' || ctid || xmin || ' ' || xmax AS r FROM %1$s"
                            .formatted(table))
                    .toList())
            + ") x";
    String before = server.text(database, rows);
    page[1] = item("github", "repo", "b", "Text", "{\"at\": 2}", List.of(account("Bob", "Bob")));

    StoreResult result = store.saveAll(List.of(page), NOW.plusSeconds(60)).block();

    assertThat(result).isEqualTo(new StoreResult(0, 0, 2, List.of()));
    assertThat(server.text(database, rows)).isEqualTo(before);
  }

  @Test
  void aChangedItemIsBroughtUpToDateAndItsScoreIsDue() {
    saveAll(item("a", "Old"), item("b", "Same"));
    scoreAll();

    StoreResult result =
        store.saveAll(List.of(item("a", "New"), item("b", "Same")), NOW.plusSeconds(60)).block();

    assertThat(result).isEqualTo(new StoreResult(0, 1, 1, List.of()));
    assertThat(server.text(database, "SELECT content FROM artifacts WHERE external_id = 'a'"))
        .isEqualTo("New");
    assertThat(due()).isEqualTo("a");
  }

  @Test
  @Tag("DM-07")
  void authorsThatANewerVersionDropsAreUnlinkedAndTheOthersMove() {
    saveAll(
        item("a", "Text", person("Ada"), person("Bob"), person("Cy")),
        item("b", "Text", person("Bob")),
        item("c", "Text", person("Ada")));
    scoreAll();

    StoreResult result =
        store
            .saveAll(
                List.of(
                    item("a", "Text", person("Cy"), person("Ada"), person("Dee")),
                    item("b", "Text"),
                    item("c", "Text", person("Ada"))),
                NOW.plusSeconds(60))
            .block();

    assertThat(result).isEqualTo(new StoreResult(0, 2, 1, List.of()));
    assertThat(server.text(database, LINKS)).isEqualTo("a:0:Cy, a:1:Ada, a:2:Dee, c:0:Ada");
    assertThat(due()).isEqualTo("a,b");
    assertThat(
            server.text(
                database,
                "SELECT string_agg(external_id, ',' ORDER BY external_id) FROM artifacts WHERE updated_at > created_at"))
        .isEqualTo("a,b");
  }

  @Test
  void whatTheDatabaseRefusesIsLeftOutAloneAndNamed() {
    StoreResult result =
        saveAll(
            item("a", "Text", person("Ada")),
            item("arxiv", "poem", "b", "Text", null, List.of(person("Bob"))),
            item("arxiv", "preprint", "c", "Text", "{no json", List.of()),
            item("d", "Text", person("Ada")));

    assertThat(result)
        .isEqualTo(
            new StoreResult(
                2,
                0,
                0,
                List.of(new Refused("arxiv", "b", "23514"), new Refused("arxiv", "c", "22P02"))));
    assertThat(server.text(database, LINKS)).isEqualTo("a:0:Ada, d:0:Ada");
    assertThat(server.number(database, "SELECT count(*) FROM entities")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aPageLeavesTheSameRowsAsItsItemsOneByOne(long seed) {
    String other = server.migratedDatabase();
    String rows =
        "SELECT string_agg(external_id || content || engagement, ',' ORDER BY external_id) FROM artifacts";
    SplittableRandom random = new SplittableRandom(seed);
    try (Postgres otherPool =
        Postgres.open(
            Settings.load(Settings.Mode.MIGRATE, server.environment(other)).database(),
            "test",
            2)) {
      ArtifactStore otherStore =
          new ArtifactStore(otherPool.client(), otherPool.transaction(), JsonMapper.shared());
      for (int round = 0; round < 6; round++) {
        List<RawArtifact> page = randomPage(random);
        store.saveAll(page, NOW).block();
        page.forEach(item -> otherStore.saveAll(List.of(item), NOW).block());

        assertThat(server.text(database, LINKS)).isEqualTo(server.text(other, LINKS));
        assertThat(server.text(database, rows)).isEqualTo(server.text(other, rows));
      }
    }
  }

  /** Items in the order in which they are stored, of few people with few accounts. */
  private static List<RawArtifact> randomPage(SplittableRandom random) {
    List<RawArtifact> page = new ArrayList<>();
    for (char id = 'a'; id < 'i'; id++) {
      if (random.nextInt(3) == 0) {
        continue;
      }
      List<RawAuthor> authors = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        String name = "Name " + random.nextInt(6);
        authors.add(
            random.nextBoolean() ? person(name) : account(name, "handle" + random.nextInt(6)));
      }
      page.add(
          item(String.valueOf(id), "Text " + random.nextInt(2), authors.toArray(RawAuthor[]::new)));
    }
    return page;
  }

  @Test
  @Tag("DM-07")
  void aPersonIsFoundByAccountFirstAndElseByName() {
    saveAll(item("a", "Text", account("Ada Lovelace", "ada")));

    saveAll(
        item("b", "Text", account("A. L.", "ADA")),
        item("c", "Text", person("ada  LOVELACE")),
        item("d", "Text", account("Ada Lovelace", "countess")),
        item("e", "Text", account("Bob", "bob"), account("Robert", "Bob"), person("Bob")));

    assertThat(server.text(database, LINKS))
        .isEqualTo(
            "a:0:Ada Lovelace, b:0:Ada Lovelace, c:0:Ada Lovelace, d:0:Ada Lovelace, e:0:Bob");
    assertThat(
            server.text(
                database,
                "SELECT string_agg(e.name || '=' || c.platform || '/' || c.handle_or_id, ', ' ORDER BY c.id)"
                    + " FROM accounts c JOIN entities e ON e.id = c.entity_id"))
        .isEqualTo("Ada Lovelace=github/ada, Ada Lovelace=github/countess, Bob=github/bob");
  }

  @Test
  void aPersonWhoWasMergedIsFoundAsTheOther() {
    saveAll(item("a", "Text", person("Ada"), account("Bob", "bob")));
    server.execute(
        database,
        "INSERT INTO entities (id, entity_type, name, normalized_name) VALUES (100, 'person', 'Ada Lovelace', 'x');"
            + " UPDATE entities SET merged_into_id = 100 WHERE name IN ('Ada', 'Bob')");

    saveAll(item("b", "Text", person("Ada"), account("Bob", "bob")));

    assertThat(
            server.text(
                database,
                "SELECT string_agg(entity_id::text, ',') FROM artifact_entities l JOIN artifacts a ON a.id = l.artifact_id"
                    + " WHERE a.external_id = 'b'"))
        .isEqualTo("100");
  }

  @Test
  void ofAnItemThatThePageNamesTwiceTheLastCounts() {
    StoreResult result = saveAll(item("a", "First"), item("b", "Text"), item("a", "Last"));

    assertThat(result).isEqualTo(new StoreResult(2, 0, 1, List.of()));
    assertThat(server.text(database, "SELECT content FROM artifacts WHERE external_id = 'a'"))
        .isEqualTo("Last");
  }

  @Test
  void engagementNeverFalls() {
    saveAll(item("a", "Text"));
    server.execute(database, "UPDATE artifacts SET engagement = 50");

    saveAll(item("a", "Changed"));

    assertThat(server.number(database, "SELECT engagement FROM artifacts")).isEqualTo(50);
  }

  @Test
  void aTextThatWasRemovedForPrivacyDoesNotComeBack() {
    saveAll(item("a", "Text", person("Ada")));
    server.execute(
        database,
        "UPDATE artifacts SET title = NULL, content = NULL, summary = NULL, text_removed_at = now();"
            + " DELETE FROM artifact_entities");

    StoreResult result = saveAll(item("a", "Text", person("Ada")));

    assertThat(result).isEqualTo(new StoreResult(0, 0, 1, List.of()));
    assertThat(server.number(database, "SELECT count(content) FROM artifacts")).isZero();
    assertThat(server.number(database, "SELECT count(*) FROM artifact_entities")).isZero();
  }

  @Test
  void anEscapedNulInTheRawFormLosesTheRawFormAlone() {
    StoreResult result =
        saveAll(item("arxiv", "preprint", "a", "Text", "{\"t\": \"\\u0000\"}", List.of()));

    assertThat(result.inserted()).isEqualTo(1);
    assertThat(server.number(database, "SELECT count(raw_json) FROM artifacts")).isZero();
  }

  @Test
  @Tag("DM-03")
  void aLargePageIsStoredInBoundedBatches() {
    List<RawArtifact> page = new ArrayList<>();
    for (int i = 0; i < 1_201; i++) {
      page.add(item("id-" + i, "Text " + i, person("Person " + i % 100)));
    }

    assertThat(store.saveAll(page, NOW).block()).isEqualTo(new StoreResult(1_201, 0, 0, List.of()));
    assertThat(store.saveAll(page, NOW).block()).isEqualTo(new StoreResult(0, 0, 1_201, List.of()));
    assertThat(server.number(database, "SELECT count(*) FROM entities")).isEqualTo(100);
    assertThat(store.saveAll(List.of(), NOW).block())
        .isEqualTo(new StoreResult(0, 0, 0, List.of()));
  }
}
