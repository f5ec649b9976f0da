/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.hackernews;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.HackerNewsSettings;
import io.signalharvester.app.sources.BudgetWindow;
import io.signalharvester.app.sources.LocalBudget;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.SourceAccess;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceHttp;
import io.signalharvester.app.sources.SourcePage;
import io.signalharvester.app.sources.StreamState;
import io.signalharvester.app.testkit.ManualTime;
import io.signalharvester.app.testkit.NonBlocking;
import io.signalharvester.app.testkit.StubHackerNews;
import io.signalharvester.app.testkit.StubHttp.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

@Tag("SRC-07")
class HackerNewsClientTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final StubHackerNews news = new StubHackerNews();
  private final ManualTime time = new ManualTime(NOW);
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void watch() {
    NonBlocking.watch();
  }

  @AfterEach
  void stop() {
    news.close();
  }

  private HackerNewsClient client(int most, int comments, int calls) {
    HackerNewsSettings settings =
        new HackerNewsSettings(
            true, URI.create(news.http().url()), 30, most, comments, Duration.ofHours(24), calls);
    List<BudgetWindow> windows = HackerNewsClient.windows(settings);
    SourceHttp http =
        new SourceHttp(
            SourceAccess.open("hackernews", settings.baseUrl(), "test"),
            new LocalBudget("hackernews", windows, time),
            time,
            time,
            new SplittableRandom(1));
    return new HackerNewsClient(settings, http, time, Schedulers.parallel());
  }

  private HackerNewsClient client(int most) {
    return client(most, 0, 10_000);
  }

  /** What a fetch gave before it ended. */
  private record Fetched(List<SourcePage> pages, StreamState after, SourceFault fault) {

    List<String> ids() {
      return pages.stream()
          .flatMap(page -> page.items().stream())
          .map(RawArtifact::externalId)
          .toList();
    }

    long done() {
      return after.position().done();
    }

    boolean truncated() {
      return pages.stream().anyMatch(SourcePage::truncated);
    }
  }

  private Fetched fetch(HackerNewsClient client, String stream, StreamState state) {
    List<SourcePage> pages = new ArrayList<>();
    SourceFault fault = null;
    try {
      client
          .fetch(stream, state, time.instant().minus(Duration.ofHours(24)), warnings::add)
          .doOnNext(pages::add)
          .blockLast(Duration.ofSeconds(30));
    } catch (SourceFault met) {
      fault = met;
    }
    return new Fetched(pages, pages.isEmpty() ? state : pages.getLast().after(), fault);
  }

  private Fetched fetch(HackerNewsClient client, StreamState state) {
    return fetch(client, "new", state);
  }

  private static List<String> ids(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(Long::toString).toList();
  }

  @Test
  void eachOf250NewItemsIsGivenOnceAndTheSecondRunGivesNothing() {
    news.publish(250, 1_000, NOW);

    Fetched first = fetch(client(500), StreamState.NEW);

    assertThat(first.fault()).isNull();
    assertThat(first.ids()).containsExactlyElementsOf(ids(1_000, 1_249));
    assertThat(first.done()).isEqualTo(1_249);
    assertThat(news.http().calls()).hasSize(251);
    assertThat(news.http().mostBusy()).isLessThanOrEqualTo(8);

    Fetched second = fetch(client(500), first.after());

    assertThat(second.pages()).isEmpty();
    assertThat(news.http().calls()).hasSize(252);
    assertThat(warnings).isEmpty();
  }

  @Test
  void aFirstRunStartsWithTheNewestAndLaterOnesGoOnAtTheOldest() {
    news.publish(150, 1_000, NOW.minus(Duration.ofHours(1)));
    Fetched first = fetch(client(100), StreamState.NEW);
    news.publish(150, 1_150, NOW);

    Fetched second = fetch(client(100), first.after());
    Fetched third = fetch(client(100), second.after());

    assertThat(first.ids()).containsExactlyElementsOf(ids(1_050, 1_149));
    assertThat(first.truncated()).isFalse();
    assertThat(second.ids()).containsExactlyElementsOf(ids(1_150, 1_249));
    assertThat(second.truncated()).isTrue();
    assertThat(third.ids()).containsExactlyElementsOf(ids(1_250, 1_299));
    assertThat(third.truncated()).isFalse();
  }

  @Test
  void aFirstRunLeavesOutWhatIsOlderThanTheLookBack() {
    news.publish(5, 1_000, NOW.minus(Duration.ofDays(3)));
    news.publish(5, 2_000, NOW);

    assertThat(fetch(client(100), StreamState.NEW).ids())
        .containsExactlyElementsOf(ids(2_000, 2_004));
  }

  @Test
  void aNumberThatCannotBeReadYetIsAskedForAgain() {
    news.publish(20, 1_000, NOW.minusSeconds(120));
    news.publish(1_020, "null");
    news.publish(1_021, NOW);

    Fetched first = fetch(client(100), StreamState.NEW);
    news.publish(1_020, NOW);
    Fetched second = fetch(client(100), first.after());

    assertThat(first.ids()).contains("1019", "1021").doesNotContain("1020");
    assertThat(first.done()).isEqualTo(1_019);
    assertThat(second.ids()).containsExactly("1020", "1021");
    assertThat(second.done()).isEqualTo(1_021);
  }

  @Test
  void anOldNumberThatStaysEmptyIsPassed() {
    news.publish(1_000, NOW.minus(Duration.ofHours(2)));
    news.publish(1_001, "null");
    news.publish(1_002, NOW.minus(Duration.ofHours(1)));

    Fetched fetched = fetch(client(100), StreamState.NEW);

    assertThat(fetched.ids()).containsExactly("1000", "1002");
    assertThat(fetched.done()).isEqualTo(1_002);
  }

  @Test
  void deletedDeadAndPollItemsArePassedWithoutAWord() {
    news.publish(1_000, "{\"id\":1000,\"type\":\"story\",\"deleted\":true,\"time\":1767268800}");
    news.publish(
        1_001,
        "{\"id\":1001,\"type\":\"story\",\"dead\":true,\"title\":\"x\",\"time\":1767268800}");
    news.publish(1_002, "{\"id\":1002,\"type\":\"poll\",\"title\":\"x\",\"time\":1767268800}");
    news.publish(1_003, NOW);

    Fetched fetched = fetch(client(100), StreamState.NEW);

    assertThat(fetched.ids()).containsExactly("1003");
    assertThat(fetched.done()).isEqualTo(1_003);
    assertThat(warnings).isEmpty();
  }

  @Test
  void aFailingItemEndsTheFetchAndTheNextRunGoesOnThere() {
    news.publish(60, 1_000, NOW);
    news.http().answer("/v0/item/1040.json", Answer.status(503, Map.of()));

    Fetched first = fetch(client(100), StreamState.NEW);
    news.http().release("/v0/item/1040.json");
    Fetched second = fetch(client(100), first.after());

    assertThat(first.fault().kind().label()).isEqualTo("server");
    assertThat(first.ids()).containsExactlyElementsOf(ids(1_000, 1_039));
    assertThat(first.done()).isEqualTo(1_039);
    assertThat(second.fault()).isNull();
    assertThat(second.ids()).containsExactlyElementsOf(ids(1_040, 1_059));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>no</html>",
        "{\"id\":1001,",
        "{\"id\":7,\"type\":\"story\",\"title\":\"x\",\"time\":1767268800}",
        "{\"id\":1001,\"type\":\"story\",\"title\":null,\"time\":1767268800}",
        "{\"id\":1001,\"type\":\"story\",\"title\":\"x\",\"time\":99999999999999}",
        "{\"id\":1001,\"type\":\"odd\"}",
        "[]",
      })
  void anItemThatMakesNoSenseIsNamedAndLeftOut(String body) {
    news.publish(3, 1_000, NOW);
    news.http().answer("/v0/item/1001.json", Answer.json(body));

    Fetched fetched = fetch(client(100), StreamState.NEW);

    assertThat(fetched.fault()).isNull();
    assertThat(fetched.ids()).containsExactly("1000", "1002");
    assertThat(fetched.done()).isEqualTo(1_002);
    assertThat(warnings).singleElement().asString().contains("item 1001");
  }

  @Test
  void aServerThatTalksNonsenseThroughoutIsNotPassedOver() {
    for (long id = 1_000; id < 1_005; id++) {
      news.publish(id, "<html>Please log in</html>");
    }

    Fetched fetched = fetch(client(100), StreamState.NEW);

    assertThat(fetched.fault().kind().label()).isEqualTo("bad_response");
    assertThat(fetched.after().position()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html></html>", "{\"a\":1}", "null", "", "[1,2", "7"})
  void aListThatIsNoneIsABadResponse(String body) {
    news.http().answer("/v0/newstories.json", Answer.json(body));

    Fetched fetched = fetch(client(100), StreamState.NEW);

    assertThat(fetched.fault().kind().label()).isEqualTo("bad_response");
    assertThat(fetched.pages()).isEmpty();
  }

  @Test
  void aListWithOddEntriesGivesThoseThatAreNumbers() {
    news.publish(2, 1_000, NOW);
    news.http()
        .answer(
            "/v0/newstories.json",
            Answer.json("[1001, null, \"x\", -5, 1000, 1000, 1.5, 99999999999999999999999]"));

    assertThat(fetch(client(100), StreamState.NEW).ids()).containsExactly("1000", "1001");
  }

  @Test
  void aListThatNoLongerReachesBackIsNamed() {
    news.publish(10, 1_000, NOW.minus(Duration.ofHours(20)));
    Fetched first = fetch(client(100), StreamState.NEW);
    news.publish(500, 2_000, NOW);

    Fetched second = fetch(client(500), first.after());

    assertThat(second.ids()).hasSize(500);
    assertThat(warnings).singleElement().asString().contains("no longer reaches back");
  }

  @Test
  void theTopListIsReadWholeInEachRunWithoutAPosition() {
    news.publish(50, 1_000, NOW);

    Fetched first = fetch(client(100), "top", StreamState.NEW);
    Fetched second = fetch(client(100), "top", first.after());

    assertThat(first.ids()).hasSize(30).startsWith("1049");
    assertThat(second.ids()).isEqualTo(first.ids());
    assertThat(second.after()).isEqualTo(StreamState.NEW);
  }

  @Test
  void commentsOfTheTopAreReadWhenWanted() {
    news.publish(1, 1_000, NOW);

    Fetched without = fetch(client(100, 0, 100), "top", StreamState.NEW);
    Fetched with = fetch(client(100, 1, 100), "top", StreamState.NEW);

    assertThat(without.ids()).containsExactly("1000");
    assertThat(with.ids()).containsExactly("1000", "10000");
    assertThat(with.pages().getLast().items().getFirst())
        .satisfies(comment -> {
          assertThat(comment.type()).isEqualTo("comment");
          assertThat(comment.content()).isEqualTo("Indeed");
          assertThat(comment.metadata()).containsEntry("parent", 1_000L);
        });
  }

  @Test
  void aSpentBudgetEndsTheFetchAndKeepsWhatCame() {
    news.publish(60, 1_000, NOW);

    Fetched fetched = fetch(client(100, 0, 41), StreamState.NEW);

    assertThat(fetched.fault().state().label()).isEqualTo("limited");
    assertThat(fetched.ids()).isNotEmpty();
    assertThat(news.http().calls()).hasSize(41);
    assertThat(fetched.ids()).containsExactlyElementsOf(ids(1_000, fetched.done()));
  }

  @Test
  void aLimitIsWaitedForAndNothingIsLost() {
    news.publish(3, 1_000, NOW);
    news.http().answerNext(Answer.status(429, Map.of("Retry-After", "2")));

    assertThat(fetch(client(100), StreamState.NEW).ids()).hasSize(3);
    assertThat(time.pauses()).contains(Duration.ofSeconds(2));
  }
}
