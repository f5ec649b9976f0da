/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReadCommandsTest {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final String TITLE = "=cmd, \"quoted\"\nGröße 🚀";

  private static Map<String, String> environment;

  @BeforeAll
  static void rows() {
    String database = POSTGRES.migratedDatabase();
    environment = new HashMap<>(POSTGRES.environment(database));
    environment.put("REDIS_URL", TestRedis.shared().url());
    POSTGRES.execute(
        database,
        "INSERT INTO artifacts (id, artifact_type, source, external_id, title, url, published_at)"
            + " SELECT i, 'preprint', CASE WHEN i % 2 = 0 THEN 'github' ELSE 'arxiv' END, 'id-' || i,"
            + " CASE WHEN i = 1 THEN '"
            + TITLE
            + "' ELSE 'T' || i END, 'https://example.org/' || i, now() - i * interval '1 hour'"
            + " FROM generate_series(1, 6) i");
    // Fresh scores of 95, 90, ... 70: the age of a score counts from its rank key.
    POSTGRES.execute(
        database,
        "INSERT INTO artifact_scores (artifact_id, source, published_at, novelty, emergence, obscurity, base_score,"
            + " discovery_score, rank_key, algorithm_version, weights_hash, input_version, computed_at)"
            + " SELECT id, source, published_at, 50, 40, 30, 100 - 5 * id, 100 - 5 * id,"
            + " ln(100 - 5 * id) + extract(epoch FROM now() + interval '1 hour') / 3600 / 336, 'v2', '0123456789abcdef', 1,"
            + " now() FROM artifacts");
    POSTGRES.execute(
        database,
        "INSERT INTO score_components (artifact_id, component, value, weight, contribution, raw_inputs, explanation, algorithm_version, computed_at)"
            + " VALUES (1, 'novelty', 50, 0.35, 17.5, '{}', 'It is new.', 'v2', now()), (1, 'emergence', 90, 0.3, 27, '{}', 'It grows.', 'v2', now())");
    POSTGRES.execute(
        database,
        "INSERT INTO topics (id, name, taxonomy_path) VALUES (1, 'llms', 'ai/ml/llms'), (2, 'vision', 'ai/ml/cv')");
    POSTGRES.execute(
        database,
        "INSERT INTO artifact_topics (artifact_id, topic_id, confidence, published_at) VALUES (1, 1, 0.9, now()), (2, 2, 0.9, now())");
    POSTGRES.execute(
        database,
        "INSERT INTO topic_daily_stats (topic_id, day, artifact_count, avg_discovery_score) VALUES"
            + " (1, (now() AT TIME ZONE 'UTC')::date, 3, 80), (2, (now() AT TIME ZONE 'UTC')::date - 5, 9, 40)");
    POSTGRES.execute(
        database,
        "INSERT INTO embeddings (kind, ref_id, model, dims, vector, text_hash, computed_at)"
            + " SELECT 'artifact', i, 'all-minilm', 1, '\\x00000000', repeat('0', 32), CAST('2026-01-0' || i || 'T00:00:00Z' AS timestamptz)"
            + " FROM generate_series(1, 3) i");
    POSTGRES.execute(
        database,
        "INSERT INTO source_cursors (source, stream, position, last_success_at, last_error) VALUES"
            + " ('arxiv', 'cs.LG', 'p', '2026-01-02T03:04:05Z', NULL), ('github', 'topic:llm', NULL, NULL, 'server')");
    POSTGRES.execute(
        database,
        "INSERT INTO source_budget (source, budget_window, window_start, limit_units, used_units, resets_at) VALUES"
            + " ('arxiv', 'day', now() - interval '3 days', 1000, 900, now() - interval '2 days'),"
            + " ('arxiv', 'day', now() - interval '1 hour', 1000, 40, now() + interval '23 hours'),"
            + " ('github', 'hour', now() - interval '2 hours', 60, 60, now() - interval '1 hour')");
  }

  private static CommandRun run(String line) {
    return CommandRun.of(environment, line.split(" "));
  }

  private static JsonNode json(String line) {
    CommandRun run = run(line);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return JsonMapper.shared().readTree(run.out());
  }

  private static List<Long> ids(String line) {
    return json(line).valueStream().map(item -> item.path("id").asLong()).toList();
  }

  @Test
  void discoveriesAreThoseOfAtLeast80OfTheLastWeekBestFirst() {
    assertThat(ids("discoveries")).containsExactly(1L, 2L, 3L, 4L);
    assertThat(ids("discoveries --min-score 0")).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
  }

  @ParameterizedTest
  @CsvSource({
    "--limit 2,1 2",
    "--min-score 89,1 2",
    "--hours 3 --min-score 0,1 2",
    "--source arxiv,1 3",
    "--source arxiv --source github,1 2 3 4",
    "'--source arxiv,github --limit 3',1 2 3",
    "--topic llms,1",
    "--topic ai/ml,1 2",
    "--topic nothing-has-it,''"
  })
  void discoveriesAreNarrowedByOptions(String options, String expected) {
    assertThat(ids("discoveries " + options))
        .isEqualTo(
            expected.isEmpty()
                ? List.of()
                : List.of(expected.split(" ")).stream().map(Long::valueOf).toList());
  }

  @Test
  void explainAddsThePartsOfTheScoreAndPutsTheStrongestIntoTheRow() {
    JsonNode first = json("discoveries --explain").get(0);

    assertThat(first.path("explanation").path("components").size()).isEqualTo(2);
    assertThat(first.path("explanation").path("discoveryScore"))
        .isEqualTo(first.path("discoveryScore"));
    assertThat(CommandRun.onTerminal(environment, "discoveries", "--explain").out())
        .contains("why")
        .contains("emergence: It grows. novelty: It is new.");
  }

  @Test
  void yamlSurvivesAHostileTitleAndCsvGuardsIt() {
    List<Map<String, Object>> yaml = new Yaml().load(run("discoveries --limit 1 -o yaml").out());
    String csv = run("discoveries --limit 1 --output CSV").out();

    assertThat(yaml)
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("title", TITLE));
    assertThat(csv)
        .startsWith("id,artifactId,artifactType,source,")
        .contains("\"'=cmd, \"\"quoted\"\"\nGröße 🚀\"");
  }

  @Test
  void aPersonGetsATableAndAProgramJson() {
    assertThat(CommandRun.onTerminal(environment, "discoveries", "--limit", "1").out().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("discoveryScore  source");
    assertThat(run("discoveries --limit 1 -o table").out()).startsWith("discoveryScore");
    assertThat(CommandRun.onTerminal(environment, "-o", "json", "discoveries").out())
        .startsWith("[{");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "discoveries --min-score x|--min-score is 'x', but must be a number from 0.0 to 100.0",
        "discoveries --limit 0|--limit is '0', but must be a whole number from 1 to 200",
        "discoveries --hours 169|--hours is '169', but must be a whole number from 1 to 168",
        "discoveries --source myspace|--source is 'myspace', but must be one of arxiv,",
        "topics --window 0|--window is '0', but must be a whole number from 1 to 365",
        "topics coverage --days 366|--days is '366'",
        "timeline llms --days no|--days is 'no'",
        "timeline|TOPIC",
        "discoveries -o xml|--output",
        "discoveries --quiet --verbose|exclude each other"
      })
  void aWrongOptionEndsWith64AndNamesItAndItsRule(String line, String sentence) {
    CommandRun run = run(line);

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err().lines().findFirst().orElseThrow()).contains(sentence);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void topicsTrendByTheirArtifactsInTheWindow() {
    assertThat(json("topics").valueStream().map(topic -> topic.path("name").asString()))
        .containsExactly("vision", "llms");
    assertThat(json("topics list --window 3").valueStream().map(topic -> topic.path("id").asLong()))
        .containsExactly(1L);
    assertThat(json("topics --limit 1").size()).isEqualTo(1);
    assertThat(run("topics -o csv").out()).startsWith("id,name,taxonomyPath,");
  }

  @Test
  void coverageIsTheShareOfArtifactsWithATopic() {
    JsonNode coverage = json("topics coverage");

    assertThat(coverage.path("artifacts").asInt()).isEqualTo(6);
    assertThat(coverage.path("withTopic").asInt()).isEqualTo(2);
    assertThat(coverage.path("target").asDouble()).isEqualTo(0.95);
  }

  @ParameterizedTest
  @ValueSource(strings = {"llms", "1", "ai/ml/llms"})
  void aTimelineHasEveryDayAndEndsToday(String topic) {
    JsonNode days = json("timeline " + topic + " --days 7");

    assertThat(days.size()).isEqualTo(7);
    assertThat(days.get(6).path("artifactCount").asInt()).isEqualTo(3);
    assertThat(days.get(0).path("artifactCount").asInt()).isZero();
    assertThat(LocalDate.parse(days.get(6).path("date").asString()))
        .isBetween(LocalDate.now(ZoneOffset.UTC).minusDays(1), LocalDate.now(ZoneOffset.UTC));
    assertThat(json("timeline " + topic).size()).isEqualTo(14);
  }

  @Test
  void aTopicThatIsMissingEndsWith7AndOneSentence() {
    CommandRun run = run("timeline nobody");

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.err()).contains("'nobody'").hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void statsCountByGroupAndTheRowsAreTheTables() {
    JsonNode stats = json("stats");

    assertThat(stats.path("groups").path("discoveries").path("artifacts").asInt()).isEqualTo(6);
    assertThat(run("stats -o csv").out())
        .startsWith("group,table,rows,estimated\r\n")
        .contains("topics,topics,2,false\r\n");
  }

  @Test
  void healthTellsOfTheStoresAndTheSchema() {
    JsonNode health = json("health");

    assertThat(health.path("status").asString()).isEqualTo("healthy");
    assertThat(health.path("components").valueStream().map(part -> part.path("name").asString()))
        .containsExactly("database", "redis", "schema");
  }

  @Test
  void healthEndsWith5WithoutItsDatabaseAndWith2WithoutASchemaAndMissesRedisOnly() {
    Map<String, String> nowhere = new HashMap<>(environment);
    nowhere.put("DATABASE_URL", "postgresql://127.0.0.1:1/x");
    Map<String, String> bare = new HashMap<>(environment);
    bare.putAll(POSTGRES.environment(POSTGRES.emptyDatabase()));
    Map<String, String> withoutRedis = new HashMap<>(environment);
    withoutRedis.put("REDIS_URL", "redis://127.0.0.1:1");

    CommandRun away = CommandRun.of(nowhere, "health");
    CommandRun unmade = CommandRun.of(bare, "health");
    CommandRun degraded = CommandRun.of(withoutRedis, "health");

    assertThat(away.exitCode()).isEqualTo(5);
    assertThat(away.out()).contains("\"status\":\"unhealthy\"");
    assertThat(away.err()).contains("PostgreSQL").hasLineCount(1);
    assertThat(unmade.exitCode()).isEqualTo(2);
    assertThat(unmade.err()).contains("run migrate");
    assertThat(degraded.exitCode()).isZero();
    assertThat(degraded.out()).contains("\"status\":\"degraded\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "discoveries",
        "topics",
        "topics coverage",
        "timeline llms",
        "stats",
        "source status",
        "source quota",
        "embeddings stats"
      })
  void withoutADatabaseACommandEndsWith5AndWithoutASchemaItNamesTheRemedy(String line) {
    CommandRun away =
        CommandRun.of(Map.of("DATABASE_URL", "postgresql://127.0.0.1:1/x"), line.split(" "));
    CommandRun unmade =
        CommandRun.of(POSTGRES.environment(POSTGRES.emptyDatabase()), line.split(" "));

    assertThat(away.exitCode()).isEqualTo(5);
    assertThat(away.err()).contains("PostgreSQL cannot be used").hasLineCount(1);
    assertThat(unmade.exitCode()).isEqualTo(1);
    assertThat(unmade.err()).contains("run migrate of this image").hasLineCount(1);
    assertThat(away.out() + unmade.out()).isEmpty();
  }

  @Test
  void sourcesAreThoseOfTheSettingsAndTheTokenIsNotShown() {
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("GITHUB_TOKEN", "ghp_hush-hush");
    settings.put(
        "HARVEST_SETTINGS_FILE",
        TestSettings.file(Map.of("sources.arxiv.enabled", "false")).toString());

    CommandRun run = CommandRun.of(settings, "source", "list");
    JsonNode sources = JsonMapper.shared().readTree(run.out());

    assertThat(sources.valueStream().map(one -> one.path("name").asString()))
        .containsExactly("arxiv", "github", "hackernews");
    assertThat(sources.get(0).path("enabled").asBoolean()).isFalse();
    assertThat(sources.get(1).path("login").asString()).isEqualTo("token");
    assertThat(run.out()).doesNotContain("hush");
  }

  @Test
  void streamsAreShownWithTheirLastSuccessAndError() {
    JsonNode streams = json("source status");

    assertThat(streams.size()).isEqualTo(2);
    assertThat(streams.get(0).path("lastSuccess").asString()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(streams.get(1).path("lastError").asString()).isEqualTo("server");
    assertThat(streams.get(1).path("lastSuccess").isNull()).isTrue();
  }

  @Test
  void aQuotaIsThatOfTheNewestWindowAndFullAgainAfterItsEnd() {
    JsonNode quotas = json("source quota");

    assertThat(quotas.size()).isEqualTo(2);
    assertThat(quotas.get(0).path("used").asInt()).isEqualTo(40);
    assertThat(quotas.get(0).path("remaining").asInt()).isEqualTo(960);
    assertThat(quotas.get(1).path("remaining").asInt()).isEqualTo(60);
    assertThat(quotas.get(1).path("resetsAt").isNull()).isTrue();
  }

  @Test
  void vectorsAreCountedByKindAndModel() {
    assertThat(run("embeddings stats -o csv").out())
        .isEqualTo(
            "kind,model,dims,count,newest\r\nartifact,all-minilm,1,3,2026-01-03T00:00:00Z\r\n");
  }

  @Test
  void anUnexpectedErrorIsOneLineAndTheTraceIsForVerbose() {
    String broken = POSTGRES.migratedDatabase();
    POSTGRES.execute(broken, "DROP TABLE topic_daily_stats");

    CommandRun run = CommandRun.of(POSTGRES.environment(broken), "topics");
    CommandRun verbose = CommandRun.of(POSTGRES.environment(broken), "topics", "--verbose");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).hasLineCount(1).contains("run it again with --verbose");
    assertThat(verbose.exitCode()).isEqualTo(1);
    assertThat(verbose.err()).contains("look at the log lines before this one");
  }

  @Test
  void aReadCommandStartsNoServerAndLoadsNoModel(@TempDir Path folder) throws Exception {
    Path classes = folder.resolve("classes");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:file=" + classes,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "discoveries",
            "--explain");
    builder.environment().putAll(environment);
    builder.redirectError(folder.resolve("log").toFile());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(JsonMapper.shared().readTree(out).size()).isEqualTo(4);
    assertThat(classes)
        .content()
        .contains(" " + DiscoveriesCommand.class.getName() + " ")
        .doesNotContain(
            " ai.onnxruntime.",
            " dev.langchain4j.",
            " io.lettuce.",
            " org.springframework.boot.SpringApplication ",
            " org.springframework.context.ApplicationContext ");
  }
}
