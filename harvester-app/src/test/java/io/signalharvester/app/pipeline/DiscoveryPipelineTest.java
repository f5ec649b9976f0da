/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signalharvester.app.cli.CommandRun;
import io.signalharvester.app.testkit.FreePort;
import io.signalharvester.app.testkit.StubArxiv;
import io.signalharvester.app.testkit.StubArxiv.Canned;
import io.signalharvester.app.testkit.StubArxiv.Paper;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestSettings;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the command `pipeline discovery` in this JVM, against a real database and a small source
 * server.
 */
class DiscoveryPipelineTest {

  private final TestPostgres postgres = TestPostgres.shared();
  private final StubArxiv arxiv = new StubArxiv();
  private final String database = postgres.migratedDatabase();
  private final Instant now = Instant.now();

  @AfterEach
  void stop() {
    arxiv.close();
  }

  private CommandRun run(Map<String, String> more) {
    return run(more, TestRedis.shared().url());
  }

  private CommandRun run(Map<String, String> more, String redisUrl) {
    Map<String, String> file =
        new HashMap<>(
            Map.of(
                "sources.arxiv.base-url", arxiv.url(),
                "sources.arxiv.spacing", "0s",
                "sources.arxiv.page-size", "100",
                "sources.arxiv.max-artifacts", "2000",
                "sources.github.enabled", "false"));
    file.putAll(more);
    Map<String, String> environment = new HashMap<>(postgres.environment(database));
    environment.put("REDIS_URL", redisUrl);
    environment.put("EMBEDDING_PROVIDER", "hash");
    environment.put("HARVEST_SETTINGS_FILE", TestSettings.file(file).toString());
    return CommandRun.of(environment, "pipeline", "discovery");
  }

  private JsonNode report(CommandRun run) {
    return JsonMapper.shared().readTree(run.out());
  }

  private long count(String sql) {
    return postgres.number(database, sql);
  }

  @Test
  void twoHundredAndFiftyItemsAreStoredAndScoredOnceAndASecondRunStoresNothing() {
    arxiv.publish(250, now);

    CommandRun first = run(Map.of());

    assertThat(first.exitCode()).isZero();
    assertThat(report(first).path("status").asString()).isEqualTo("completed");
    assertThat(report(first).path("counters").path("fetched").asInt()).isEqualTo(250);
    assertThat(report(first).path("counters").path("inserted").asInt()).isEqualTo(250);
    assertThat(report(first).path("counters").path("scored").asInt()).isEqualTo(250);
    assertThat(count("SELECT count(*) FROM artifacts")).isEqualTo(250);
    assertThat(count("SELECT count(*) FROM artifact_scores WHERE algorithm_version = 'v2'"))
        .isEqualTo(250);
    // One author is the same person everywhere, the other is different each time.
    assertThat(count("SELECT count(*) FROM entities")).isEqualTo(251);
    assertThat(count("SELECT count(*) FROM artifact_entities WHERE role = 'author'"))
        .isEqualTo(500);

    String before =
        postgres.text(
            database,
            "SELECT md5(string_agg(s::text, '|' ORDER BY artifact_id)) FROM artifact_scores s");
    CommandRun second = run(Map.of());

    assertThat(second.exitCode()).isZero();
    // The newest one again: others of the same second could have come after it.
    assertThat(report(second).path("counters").path("fetched").asInt()).isEqualTo(1);
    assertThat(report(second).path("counters").path("inserted").asInt()).isZero();
    assertThat(report(second).path("counters").path("updated").asInt()).isZero();
    assertThat(report(second).path("counters").path("scored").asInt()).isZero();
    assertThat(
            postgres.text(
                database,
                "SELECT md5(string_agg(s::text, '|' ORDER BY artifact_id)) FROM artifact_scores s"))
        .isEqualTo(before);
  }

  @Test
  void aHitCapIsNamedAndTheNextRunsStoreTheRest() {
    arxiv.publish(250, now);
    Map<String, String> capped = Map.of("sources.arxiv.max-artifacts", "100");

    JsonNode first = report(run(capped));
    assertThat(first.path("counters").path("inserted").asInt()).isEqualTo(100);
    assertThat(first.path("warnings").get(0).asString())
        .isEqualTo(
            "arxiv: newest was truncated at the most items or pages of a run; the next run goes on there");
    run(capped);
    JsonNode third = report(run(capped));

    assertThat(third.path("warnings")).isEmpty();
    assertThat(count("SELECT count(*) FROM artifacts")).isEqualTo(250);
  }

  @Test
  void aRunThatDiesBetweenAPageAndItsPositionLosesAndDoublesNothing() {
    arxiv.publish(250, now);
    postgres.execute(
        database,
        """
        CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN IF (SELECT count(*) FROM artifacts) >= 200 THEN RAISE EXCEPTION 'gone' USING ERRCODE = '57P01'; END IF; RETURN NEW; END $$;
        CREATE TRIGGER die BEFORE INSERT OR UPDATE ON source_cursors FOR EACH ROW EXECUTE FUNCTION die()
        """);
    assertThat(run(Map.of()).exitCode()).isEqualTo(5);
    assertThat(count("SELECT count(*) FROM artifacts")).isEqualTo(200);
    postgres.execute(database, "DROP TRIGGER die ON source_cursors");

    JsonNode report = report(run(Map.of()));

    assertThat(report.path("counters").path("inserted").asInt()).isEqualTo(50);
    assertThat(report.path("counters").path("updated").asInt()).isZero();
    assertThat(count("SELECT count(*) FROM artifacts")).isEqualTo(250);
  }

  @Test
  void aRunThatDiesInsideAPageLosesNothing() {
    arxiv.publish(250, now);
    postgres.execute(
        database,
        """
        CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN IF NEW.external_id = '2601.00150' THEN RAISE EXCEPTION 'gone' USING ERRCODE = '57P01'; END IF; RETURN NEW; END $$;
        CREATE TRIGGER die BEFORE INSERT ON artifacts FOR EACH ROW EXECUTE FUNCTION die()
        """);
    assertThat(run(Map.of()).exitCode()).isEqualTo(5);
    postgres.execute(database, "DROP TRIGGER die ON artifacts");

    run(Map.of());

    assertThat(count("SELECT count(*) FROM artifacts")).isEqualTo(250);
  }

  @Test
  void missedDaysLoseNothing() {
    arxiv.publish(3, now.minus(Duration.ofDays(4)));
    run(Map.of("sources.arxiv.look-back", "5d"));
    arxiv.publishAtOnce(2, now.minus(Duration.ofDays(3)), "2602");

    JsonNode report = report(run(Map.of("sources.arxiv.look-back", "1d")));

    assertThat(report.path("counters").path("inserted").asInt()).isEqualTo(2);
    assertThat(report.path("status").asString()).isEqualTo("completed");
  }

  @Test
  @Tag("SRC-10")
  void anUnchangedSourceStoresNothing() {
    arxiv.publish(50, now);
    arxiv.markPages();
    run(Map.of());

    JsonNode report = report(run(Map.of()));

    assertThat(report.path("counters").path("fetched").asInt()).isZero();
    assertThat(report.path("sources").path("arxiv").path("state").asString()).isEqualTo("ok");
    assertThat(arxiv.calls()).hasSize(2);
  }

  @Test
  @Tag("DM-17")
  void theBudgetIsMirroredIntoTheDatabase() {
    arxiv.publish(250, now);

    run(Map.of());

    assertThat(
            count(
                "SELECT count(*) FROM source_budget WHERE source = 'arxiv' AND budget_window = 'day'"
                    + " AND limit_units = 1000 AND used_units >= 3 AND resets_at > now()"))
        .isEqualTo(1);
    assertThat(count("SELECT count(*) FROM source_cursors WHERE position ~ '^[0-9]+$'"))
        .isEqualTo(1);
  }

  @Test
  void aSpentBudgetLeavesTheSourceLimitedAndTheRunGoesOn() {
    arxiv.publish(5, now);
    arxiv.answerNext(Canned.status(429, Map.of("Retry-After", "1000")));
    JsonNode first;
    JsonNode second;
    try (TestRedis redis = new TestRedis()) {
      first = report(run(Map.of(), redis.url()));
      second = report(run(Map.of(), redis.url()));
    }

    for (JsonNode report : List.of(first, second)) {
      assertThat(report.path("status").asString()).isEqualTo("completed_with_warnings");
      assertThat(report.path("sources").path("arxiv").path("state").asString())
          .isEqualTo("limited");
      assertThat(report.path("sources").path("arxiv").path("error").asString())
          .isEqualTo("rate_limited");
    }
    // The second run, another process in life, knew of the wish without asking.
    assertThat(arxiv.calls()).hasSize(1);
  }

  @Test
  void withoutRedisTheRunGoesOnAndSaysSo() {
    arxiv.publish(5, now);

    JsonNode report = report(run(Map.of(), "redis://localhost:" + FreePort.find()));

    assertThat(report.path("counters").path("inserted").asInt()).isEqualTo(5);
    assertThat(report.path("warnings").valueStream().map(JsonNode::asString))
        .satisfiesExactly(
            budget -> assertThat(budget).contains("Redis was away"),
            vectors -> assertThat(vectors).contains("Redis does not answer"));
  }

  @Test
  void storedContributionsSumToTheBaseScore() throws Exception {
    arxiv.publish(20, now);
    run(Map.of());

    try (Connection connection = postgres.connect(database);
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT s.base_score, sum(c.contribution), count(*), s.rank_key,"
                    + " extract(epoch FROM least(a.published_at, a.first_seen_at)) / 3600 FROM artifact_scores s"
                    + " JOIN score_components c USING (artifact_id) JOIN artifacts a ON a.id = s.artifact_id"
                    + " GROUP BY s.artifact_id, a.id")) {
      int rows = 0;
      while (row.next()) {
        rows++;
        assertThat(row.getDouble(2)).isCloseTo(row.getDouble(1), within(0.001));
        assertThat(row.getInt(3)).isEqualTo(5);
        assertThat(row.getDouble(4))
            .isCloseTo(Math.log(row.getDouble(1)) + row.getDouble(5) / 336, within(1e-6));
      }
      assertThat(rows).isEqualTo(20);
    }
  }

  @Test
  void aChangedTextIsBroughtUpToDateAndScoredAgain() {
    arxiv.publish(new Paper("2601.00001", "A theorem", now, List.of("A")));
    run(Map.of());
    String score = "SELECT (obscurity * 10)::bigint FROM artifact_scores";
    assertThat(count(score)).isEqualTo(860);

    arxiv.clear();
    arxiv.publish(new Paper("2601.00001", "An insane, viral thing", now, List.of("A")));
    JsonNode report = report(run(Map.of()));

    assertThat(report.path("counters").path("inserted").asInt()).isZero();
    assertThat(report.path("counters").path("updated").asInt()).isEqualTo(1);
    assertThat(report.path("counters").path("scored").asInt()).isEqualTo(1);
    assertThat(count(score)).isEqualTo(740);
  }

  @Test
  void aLaterDateOfRevisionAloneIsNoChange() {
    String entry =
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arxiv.org/abs/2601.00001v1</id>"
            + "<title>T</title><summary>S</summary><published>%s</published><updated>%s</updated></entry></feed>";
    arxiv.answerNext(Canned.xml(entry.formatted(now, now)));
    arxiv.answerNext(Canned.xml(entry.formatted(now, now.plusSeconds(60))));

    assertThat(report(run(Map.of())).path("counters").path("inserted").asInt()).isEqualTo(1);
    JsonNode second = report(run(Map.of()));

    assertThat(second.path("counters").path("updated").asInt()).isZero();
    assertThat(second.path("counters").path("scored").asInt()).isZero();
  }

  @Test
  void aFailingSourceIsNamedAndTheRunGoesOn() {
    arxiv.publish(5, now);
    run(Map.of());
    postgres.execute(database, "DELETE FROM artifact_scores");
    arxiv.answerNext(Canned.xml("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"));

    CommandRun run = run(Map.of());

    assertThat(run.exitCode()).isZero();
    assertThat(report(run).path("status").asString()).isEqualTo("completed_with_warnings");
    assertThat(report(run).path("sources").path("arxiv").path("error").asString())
        .isEqualTo("bad_response");
    assertThat(report(run).path("warnings").get(0).asString())
        .startsWith("arxiv: newest: bad_response: ");
    assertThat(report(run).path("counters").path("scored").asInt()).isEqualTo(5);
    assertThat(
            postgres.text(database, "SELECT last_error FROM source_cursors WHERE source = 'arxiv'"))
        .startsWith("bad_response");
    assertThat(count("SELECT count(*) FROM source_cursors WHERE last_success_at IS NOT NULL"))
        .isEqualTo(1);
  }

  @Test
  void aShortPageKeepsWhatItGaveAndIsNamed() {
    arxiv.publish(250, now);
    arxiv.drop(10);

    JsonNode report = report(run(Map.of()));

    assertThat(report.path("status").asString()).isEqualTo("completed_with_warnings");
    assertThat(report.path("counters").path("inserted").asInt()).isEqualTo(90);
    assertThat(report.path("counters").path("scored").asInt()).isEqualTo(90);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "external_id <> '2601.00001'",
        "1 / (CASE WHEN external_id = '2601.00001' THEN 0 ELSE 1 END) = 1"
      })
  void anItemThatTheDatabaseRefusesDoesNotKeepTheOthersOut(String rule) {
    arxiv.publish(3, now);
    postgres.execute(database, "ALTER TABLE artifacts ADD CHECK (" + rule + ") NOT VALID");

    JsonNode report = report(run(Map.of()));

    assertThat(report.path("status").asString()).isEqualTo("completed_with_warnings");
    assertThat(report.path("counters").path("inserted").asInt()).isEqualTo(2);
    assertThat(report.path("counters").path("skipped").asInt()).isEqualTo(1);
    assertThat(report.path("counters").path("scored").asInt()).isEqualTo(2);
  }

  @Test
  void aSecondRunAtOnceDoesNothingAndSaysSo() {
    arxiv.publish(3, now);
    postgres.execute(
        database,
        "INSERT INTO jobs (id, kind, status, lease_owner, lease_until)"
            + " VALUES (gen_random_uuid(), 'pipeline:discovery', 'running', 'other', now() + interval '30 s')");
    try (ScheduledExecutorService other = Executors.newSingleThreadScheduledExecutor()) {
      other.scheduleWithFixedDelay(
          () -> postgres.execute(database, "UPDATE jobs SET lease_until = now() + interval '30 s'"),
          100,
          100,
          TimeUnit.MILLISECONDS);

      CommandRun run = run(Map.of());

      other.shutdownNow();
      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(report(run).path("status").asString()).isEqualTo("busy");
      assertThat(run.err()).contains("Another run of this pipeline is going on");
      assertThat(arxiv.calls()).isEmpty();
    }
  }

  @Test
  void aDisabledSourceIsNotAsked() {
    assertThat(report(run(Map.of("sources.arxiv.enabled", "false"))).path("status").asString())
        .isEqualTo("completed");
    assertThat(arxiv.calls()).isEmpty();
    assertThat(
            report(run(Map.of("sources.arxiv.enabled", "false")))
                .path("sources")
                .path("arxiv")
                .path("state")
                .asString())
        .isEqualTo("disabled");
  }

  @Test
  void withoutItsSchemaTheRunFailsWithTheRemedy() {
    postgres.execute(database, "UPDATE schema_compatibility SET expanded = 1");

    CommandRun run = run(Map.of());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(report(run).path("status").asString()).isEqualTo("failed");
    assertThat(run.err()).contains("run migrate of this image");
  }
}
