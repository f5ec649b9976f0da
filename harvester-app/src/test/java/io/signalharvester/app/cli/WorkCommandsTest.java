/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.harvest.RunScope;
import io.signalharvester.app.testkit.StubArxiv;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestSettings;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WorkCommandsTest {

  private final TestPostgres postgres = TestPostgres.shared();
  private final StubArxiv arxiv = new StubArxiv();
  private final String database = postgres.migratedDatabase();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    arxiv.close();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(postgres.environment(database));
    environment.put("REDIS_URL", TestRedis.shared().url());
    environment.put("EMBEDDING_PROVIDER", "hash");
    environment.put(
        "HARVEST_SETTINGS_FILE",
        TestSettings.file(
                Map.of(
                    "sources.arxiv.base-url", arxiv.url(),
                    "sources.arxiv.spacing", "0s",
                    "sources.arxiv.look-back", "48h",
                    "sources.github.enabled", "false"))
            .toString());
    return environment;
  }

  private CommandRun run(String line) {
    return CommandRun.of(environment(), line.split(" "));
  }

  private JsonNode report(String line) {
    CommandRun run = run(line);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return JsonMapper.shared().readTree(run.out());
  }

  private long count(String table) {
    return postgres.number(database, "SELECT count(*) FROM " + table);
  }

  @Test
  void aWholeRunHasTheStagesThatTheScopeKnows() {
    JsonNode report = report("pipeline discovery");

    assertThat(report.path("stages").propertyNames())
        .containsExactlyInAnyOrderElementsOf(RunScope.STAGES);
  }

  @Test
  void stagesOneAfterAnotherDoWhatTheWholePipelineDoes() {
    arxiv.publish(20, Instant.now());

    JsonNode fetched = report("fetch");
    assertThat(fetched.path("stages").propertyNames()).containsExactly("fetch");
    assertThat(count("artifacts")).isEqualTo(20);
    assertThat(count("artifact_classifications")).isZero();

    JsonNode analyzed = report("analyze");
    assertThat(analyzed.path("stages").propertyNames()).containsExactly("classify");
    assertThat(analyzed.path("counters").path("classified").asInt()).isEqualTo(20);
    assertThat(count("artifact_scores")).isZero();

    assertThat(report("correlate").path("stages").propertyNames()).containsExactly("relate");
    JsonNode scored = report("score");
    assertThat(scored.path("stages").propertyNames()).containsExactly("score");
    assertThat(scored.path("counters").path("scored").asInt()).isEqualTo(20);
    assertThat(count("artifact_scores")).isEqualTo(20);
  }

  @Test
  void someStagesRunInTheirOwnOrderWhateverTheOrderOfTheirNames() {
    arxiv.publish(3, Instant.now());

    JsonNode report = report("pipeline discovery --stages score,fetch");

    // Scored in the same run, so the fetch came first.
    assertThat(report.path("stages").propertyNames()).containsExactlyInAnyOrder("fetch", "score");
    assertThat(count("artifact_scores")).isEqualTo(3);
  }

  @Test
  void fetchTakesNoMoreThanItIsToldAndTheNextGoesOnThere() {
    arxiv.publish(80, Instant.now());

    report("fetch --max-results 10");
    assertThat(count("artifacts")).isEqualTo(10);
    report("fetch --sources arxiv");
    assertThat(count("artifacts")).isGreaterThanOrEqualTo(59).isLessThan(80);
  }

  @Test
  void discoverReadsTheSourcesThatAreNamedAndAsFarBackAsItIsTold() {
    arxiv.publish(new StubArxiv.Paper("2601.00001", "New", Instant.now(), List.of("A")));
    arxiv.publish(
        new StubArxiv.Paper(
            "2601.00002", "Older", Instant.now().minusSeconds(30 * 3600), List.of("A")));

    JsonNode report = report("discover --sources arxiv --hours 2");

    assertThat(report.path("sources").propertyNames()).containsExactly("arxiv");
    assertThat(report.path("counters").path("fetched").asInt()).isEqualTo(1);
    assertThat(report.path("counters").path("scored").asInt()).isEqualTo(1);
    String other = postgres.migratedDatabase();
    Map<String, String> settings = environment();
    settings.putAll(postgres.environment(other));
    assertThat(CommandRun.of(settings, "discover").exitCode()).isZero();
    assertThat(postgres.number(other, "SELECT count(*) FROM artifacts")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pipeline|NAME",
        "pipeline signal|No pipeline of this version is called 'signal': use discovery.",
        "pipeline discovery --stages fetch,lunch|--stages names 'lunch', but the stages are fetch, classify, embed,",
        "discover --sources myspace|--sources names 'myspace', but this version reads arxiv, github, hackernews.",
        "fetch --sources github|--sources names 'github', which is switched off: set sources.github.enabled=true",
        "discover --hours 0|--hours is '0', but must be a whole number from 1 to 8784",
        "fetch --max-results 501|--max-results is '501', but must be a whole number from 1 to 500",
        "daemon --interval 0|--interval is '0', but must be a whole number from 1 to 86400",
        "daemon --pipeline signal|use discovery"
      })
  void whatCannotBeDoneEndsWith64BeforeAnythingIsDone(String line, String sentence) {
    CommandRun run = run(line);

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err().lines().findFirst().orElseThrow()).contains(sentence);
    assertThat(run.out()).isEmpty();
    assertThat(count("jobs")).isZero();
  }

  @Test
  void aStageKeepsOutOfTheWayOfARunThatGoesOn() {
    postgres.execute(
        database,
        "INSERT INTO jobs (id, kind, status, attempt, lease_owner, lease_until, started_at) VALUES"
            + " (gen_random_uuid(), 'pipeline:discovery', 'running', 1, 'other', now() + interval '1 hour', now())");
    // Somebody keeps it alive: the lease moves while the command looks.
    AtomicBoolean alive = new AtomicBoolean(true);
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> {
          while (alive.get()) {
            postgres.execute(
                database, "UPDATE jobs SET lease_until = lease_until + interval '1 second'");
          }
        });
    CommandRun run = run("analyze");
    alive.set(false);
    other.join();

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("\"status\":\"busy\"");
  }

  @Test
  void aPersonSeesTheReportAsLines() {
    assertThat(CommandRun.onTerminal(environment(), "score").out())
        .contains("run      discovery", "counter  scored", "stage    score");
  }

  @Test
  void theDaemonRunsAtOnceAndEndsCleanlyWhenItIsToldTo() throws Exception {
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "daemon",
            "--interval",
            "3600");
    builder.environment().putAll(environment());
    builder.redirectError(log.toFile());
    Process process = builder.start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).contains("\"status\":\"completed\"");

      // Not by the process itself, which would close its output too.
      process.toHandle().destroy();

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      // 128 + SIGTERM, as every process that ends in order when it is told to.
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(out.readLine()).isNull();
      assertThat(postgres.number(database, "SELECT count(*) FROM jobs WHERE status = 'running'"))
          .isZero();
      assertThat(log).content().doesNotContain("did not end", " ERROR ");
    } finally {
      process.destroyForcibly();
    }
  }
}
