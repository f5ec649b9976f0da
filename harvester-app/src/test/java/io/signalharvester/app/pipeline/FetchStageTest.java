/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.artifacts.ArtifactStore;
import io.signalharvester.app.pipeline.FetchStage.Feed;
import io.signalharvester.app.pipeline.PipelineReport.SourceCount;
import io.signalharvester.app.sources.BudgetMirror;
import io.signalharvester.app.sources.LocalBudget;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.SourceClient;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.sources.SourcePage;
import io.signalharvester.app.sources.SourceStates;
import io.signalharvester.app.sources.StreamPosition;
import io.signalharvester.app.sources.StreamState;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.testkit.ManualTime;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

class FetchStageTest {

  private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");

  private final TestPostgres server = TestPostgres.shared();
  private final String name = server.migratedDatabase();
  private final Postgres postgres =
      Postgres.open(
          TestSettings.pipeline(server.environment(name), Map.of()).database(), "test", 2);
  private final ManualTime time = new ManualTime(NOW);
  private final List<String> asked = new ArrayList<>();

  @AfterEach
  void close() {
    postgres.close();
  }

  /** A source of three streams; the function says what each does. */
  private Feed feed(String source, Function<String, Flux<SourcePage>> streams) {
    SourceClient client =
        new SourceClient() {
          @Override
          public String source() {
            return source;
          }

          @Override
          public List<String> streams() {
            return List.of("a", "b", "c");
          }

          @Override
          public Flux<SourcePage> fetch(
              String stream, StreamState state, Instant notBefore, Consumer<String> warn) {
            asked.add(
                source
                    + ":"
                    + stream
                    + ":"
                    + (state.position() == null ? "new" : state.position().text()));
            return streams.apply(stream);
          }
        };
    return new Feed(client, Duration.ofDays(1), new LocalBudget(source, List.of(), time));
  }

  private static SourcePage page(String id, long done) {
    return new SourcePage(
        List.of(
            new RawArtifact("github", id, "repo", "t", "c", "", NOW, 0, List.of(), Map.of(), null)),
        StreamState.NEW.at(new StreamPosition(done, null)),
        false);
  }

  private PipelineReport run(Feed... feeds) {
    Tally tally = new Tally();
    new FetchStage(
            List.of(feeds),
            List.of("reddit"),
            new ArtifactStore(postgres.client(), postgres.transaction(), JsonMapper.shared()),
            new SourceStates(postgres.client()),
            new BudgetMirror(postgres.client(), time),
            time)
        .run(tally)
        .block(Duration.ofSeconds(20));
    return tally.report("test");
  }

  @Test
  void aFailingStreamIsNamedAndTheOthersAndTheOtherSourcesGoOn() {
    PipelineReport report =
        run(
            feed(
                "github",
                stream ->
                    switch (stream) {
                      case "a" ->
                          Flux.just(page("1", 5))
                              .concatWith(
                                  Flux.error(new SourceFault(Kind.BAD_RESPONSE, "it lies")));
                      case "b" -> Flux.error(new IllegalStateException("a bug"));
                      default -> Flux.just(page("2", 7));
                    }),
            feed("arxiv", stream -> Flux.empty()));

    assertThat(report.sources())
        .containsEntry("github", new SourceCount(2, 2, 0, "error", "bad_response"))
        .containsEntry("arxiv", new SourceCount(0, 0, 0, "ok", null))
        .containsEntry("reddit", new SourceCount(0, 0, 0, "disabled", null));
    assertThat(report.warnings())
        .containsExactly(
            "github: a: bad_response: it lies",
            "github: b: bad_response: its answer could not be read");
    assertThat(
            server.text(
                name,
                "SELECT string_agg(stream || ' ' || coalesce(position, '-') || ' ' || coalesce(last_error, 'ok'), '; ' ORDER BY stream)"
                    + " FROM source_cursors WHERE source = 'github'"))
        .isEqualTo(
            "a 5 bad_response: it lies; b - bad_response: its answer could not be read; c 7 ok");
  }

  @Test
  void eachRunGetsTheStateOfTheOneBefore() {
    Feed feed = feed("github", stream -> Flux.just(page(stream, 9)));
    run(feed);
    asked.clear();

    run(feed);

    assertThat(asked).containsExactly("github:a:9", "github:b:9", "github:c:9");
  }

  @Test
  void aSourceThatIsLimitedIsNotAskedForItsOtherStreams() {
    PipelineReport report =
        run(feed("github", stream -> Flux.error(new SourceFault(Kind.QUOTA, "spent"))));

    assertThat(asked).containsExactly("github:a:new");
    assertThat(report.sources().get("github").state()).isEqualTo("limited");
    assertThat(report.warnings()).hasSize(1);
  }

  @Test
  void aSourceWithoutItsTokenSaysSoOnce() {
    PipelineReport report =
        run(feed("x", stream -> Flux.error(SourceFault.noToken("X_BEARER_TOKEN is not set"))));

    assertThat(report.sources().get("x").state()).isEqualTo("no_token");
    assertThat(report.warnings()).containsExactly("x: a: auth: X_BEARER_TOKEN is not set");
  }

  @Test
  void aStreamThatWasNotReadForLongerThanIsFetchedIsNamed() {
    run(feed("github", stream -> Flux.empty()));
    time.pause(Duration.ofDays(9)).block();

    assertThat(run(feed("github", stream -> Flux.empty())).warnings())
        .hasSize(3)
        .allSatisfy(
            warning -> assertThat(warning).contains("was last read at 2026-01-10T00:00:00Z"));
  }
}
