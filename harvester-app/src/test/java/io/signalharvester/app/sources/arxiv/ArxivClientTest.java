/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.arxiv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.ArxivSettings;
import io.signalharvester.app.sources.LocalBudget;
import io.signalharvester.app.sources.SourceAccess;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.sources.SourceHttp;
import io.signalharvester.app.sources.SourceState;
import io.signalharvester.app.sources.StreamState;
import io.signalharvester.app.testkit.FreePort;
import io.signalharvester.app.testkit.ManualTime;
import io.signalharvester.app.testkit.NonBlocking;
import io.signalharvester.app.testkit.StubArxiv;
import io.signalharvester.app.testkit.StubArxiv.Canned;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class ArxivClientTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration DAY = Duration.ofHours(24);

  private final StubArxiv arxiv = new StubArxiv();
  private final ManualTime time = new ManualTime(NOW);
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void watch() {
    NonBlocking.watch();
  }

  @AfterEach
  void stop() {
    arxiv.close();
  }

  private ArxivClient client(String url, int pageSize, int most, Duration spacing) {
    ArxivSettings settings =
        new ArxivSettings(
            true,
            URI.create(url),
            List.of("cs.LG", "quant-ph"),
            DAY,
            pageSize,
            most,
            spacing,
            1_000);
    SourceHttp http =
        new SourceHttp(
            SourceAccess.open("arxiv", settings.baseUrl(), "test"),
            new LocalBudget("arxiv", ArxivClient.windows(settings), time),
            time,
            time,
            new SplittableRandom(1));
    return new ArxivClient(settings, http, Schedulers.parallel(), time);
  }

  private ArxivClient client(int pageSize, int most) {
    return client(arxiv.url(), pageSize, most, Duration.ZERO);
  }

  /** What a fetch gave before it ended. */
  private record Fetched(
      List<String> ids, StreamState state, boolean truncated, SourceFault fault) {}

  private Fetched fetch(ArxivClient client, Duration lookBack) {
    return fetch(client, lookBack, StreamState.NEW);
  }

  private Fetched fetch(ArxivClient client, Duration lookBack, StreamState from) {
    List<String> ids = new ArrayList<>();
    AtomicReference<StreamState> state = new AtomicReference<>(from);
    AtomicBoolean truncated = new AtomicBoolean();
    try {
      client
          .fetch("newest", from, time.instant().minus(lookBack), warnings::add)
          .doOnNext(page -> {
            page.items().forEach(paper -> ids.add(paper.externalId()));
            state.set(page.after());
            truncated.set(page.truncated());
          })
          .blockLast(Duration.ofSeconds(30));
      return new Fetched(ids, state.get(), truncated.get(), null);
    } catch (SourceFault fault) {
      return new Fetched(ids, state.get(), truncated.get(), fault);
    }
  }

  @Test
  void pagingOver250ItemsInPagesOf100GivesEachOnce() {
    arxiv.publish(250, NOW);

    Fetched fetched = fetch(client(100, 2000), DAY);

    assertThat(fetched.fault()).isNull();
    assertThat(fetched.ids()).hasSize(250).doesNotHaveDuplicates();
    assertThat(arxiv.calls()).hasSize(3);
    assertThat(arxiv.calls().getFirst())
        .startsWith("/api/query?search_query=cat%3Acs.LG+OR+cat%3Aquant-ph")
        .contains("sortBy=submittedDate&sortOrder=descending&start=0&max_results=100");
    assertThat(arxiv.calls().get(2)).contains("start=200&");
    assertThat(warnings).isEmpty();
  }

  @Test
  void pagingStopsAtTheLookBack() {
    arxiv.publish(250, NOW);

    Fetched fetched = fetch(client(50, 2000), Duration.ofMinutes(60));

    assertThat(fetched.ids()).hasSize(61);
    assertThat(arxiv.calls()).hasSize(2);
    assertThat(warnings).isEmpty();
  }

  @Test
  void aHitCapIsTruncatedAndTheNextRunsGiveTheRestOnce() {
    arxiv.publish(250, NOW);
    ArxivClient client = client(50, 120);

    Fetched first = fetch(client, DAY);
    assertThat(first.ids()).hasSize(120);
    assertThat(first.truncated()).isTrue();
    Fetched second = fetch(client, DAY, first.state());
    assertThat(second.truncated()).isTrue();
    Fetched third = fetch(client, DAY, second.state());

    Set<String> all = new HashSet<>(first.ids());
    all.addAll(second.ids());
    all.addAll(third.ids());
    assertThat(all).hasSize(250);
    assertThat(third.truncated()).isFalse();
    assertThat(third.state().position().gap()).isNull();
    // Each run asks for the edge of the one before once more, and the last one for what is newer.
    assertThat(first.ids().size() + second.ids().size() + third.ids().size()).isLessThan(256);
    assertThat(arxiv.calls())
        .anySatisfy(call ->
            assertThat(call)
                .contains(
                    "search_query=%28cat%3Acs.LG+OR+cat%3Aquant-ph%29+AND+submittedDate%3A%5B"));
  }

  @Test
  void aCapThatIsExactlyTheTotalIsNoTruncation() {
    arxiv.publish(100, NOW);

    Fetched fetched = fetch(client(50, 100), DAY);

    assertThat(fetched.ids()).hasSize(100);
    assertThat(fetched.truncated()).isFalse();
  }

  @Test
  void aRunEndsAfterTenPages() {
    arxiv.publish(250, NOW);

    Fetched fetched = fetch(client(10, 2000), DAY);

    assertThat(fetched.ids()).hasSize(100);
    assertThat(fetched.truncated()).isTrue();
    assertThat(arxiv.calls()).hasSize(10);
  }

  @Test
  void papersOfOneMomentBeyondTheCapAreAllGivenInTheEnd() {
    arxiv.publishAtOnce(70, NOW.minusSeconds(61), "2601");
    ArxivClient client = client(10, 20);

    StreamState state = StreamState.NEW;
    Set<String> ids = new HashSet<>();
    for (int run = 0; run < 5; run++) {
      Fetched fetched = fetch(client, DAY, state);
      ids.addAll(fetched.ids());
      state = fetched.state();
    }

    assertThat(ids).hasSize(70);
    assertThat(state.position().gap()).isNull();
  }

  @Test
  void daysWithoutARunLoseNothingUpToAWeekBeyondTheLookBack() {
    arxiv.publish(2, NOW);
    StreamState state = fetch(client(50, 100), DAY).state();
    arxiv.publishAtOnce(3, NOW.plus(Duration.ofHours(1)), "2602");
    time.pause(Duration.ofDays(5)).block();

    Fetched late = fetch(client(50, 100), DAY, state);

    assertThat(late.ids()).filteredOn(id -> id.startsWith("2602")).hasSize(3);
    assertThat(warnings).isEmpty();
  }

  @Test
  void aPaperOfTheFutureDoesNotHideThoseThatComeLater() {
    arxiv.publish(2, NOW);
    arxiv.publishAtOnce(1, NOW.plus(Duration.ofDays(3_000)), "9901");
    StreamState state = fetch(client(50, 100), DAY).state();
    time.pause(Duration.ofHours(1)).block();
    arxiv.publishAtOnce(1, NOW.plusSeconds(60), "2602");

    assertThat(fetch(client(50, 100), DAY, state).ids()).contains("2602.00000");
  }

  @Test
  @Tag("SRC-10")
  void anUnchangedFirstPageIsNotReadAgain() {
    arxiv.publish(120, NOW);
    arxiv.markPages();
    StreamState state = fetch(client(50, 200), DAY).state();
    assertThat(state.etag()).isNotNull();
    int calls = arxiv.calls().size();

    Fetched unchanged = fetch(client(50, 200), DAY, state);

    assertThat(unchanged.ids()).isEmpty();
    assertThat(unchanged.fault()).isNull();
    assertThat(arxiv.calls()).hasSize(calls + 1);
    assertThat(arxiv.headers().getLast().getFirst("If-None-Match")).isEqualTo(state.etag());
    arxiv.publishAtOnce(1, NOW, "2602");
    assertThat(fetch(client(50, 200), DAY, state).ids()).contains("2602.00000");
  }

  @Test
  void aGapIsClosedAlthoughTheFirstPageIsUnchanged() {
    arxiv.publish(120, NOW);
    arxiv.markPages();
    StreamState capped = fetch(client(50, 60), DAY).state();

    Fetched rest = fetch(client(50, 100), DAY, capped);

    assertThat(rest.ids()).hasSize(61);
    assertThat(rest.state().position().gap()).isNull();
    assertThat(rest.state().etag()).isEqualTo(capped.etag());
  }

  @Test
  void aShortPageIsAskedForAgainAndThenWhole() {
    arxiv.publish(250, NOW);
    arxiv.dropOnce(30);

    Fetched fetched = fetch(client(100, 2000), DAY);

    assertThat(fetched.fault()).isNull();
    assertThat(fetched.ids()).hasSize(250).doesNotHaveDuplicates();
    assertThat(arxiv.calls()).hasSize(4);
  }

  @Test
  void aPageThatStaysShortIsAFaultThatKeepsItsPapersAndMovesNoPosition() {
    arxiv.publish(250, NOW);
    arxiv.drop(30);

    Fetched fetched = fetch(client(100, 2000), DAY);

    assertThat(fetched.fault().kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(fetched.fault()).hasMessage("the page at 0 has 70 entries although 250 exist");
    assertThat(fetched.ids()).hasSize(70);
    assertThat(fetched.state()).isEqualTo(StreamState.NEW);
    assertThat(arxiv.calls()).hasSize(3);

    arxiv.drop(0);
    assertThat(fetch(client(100, 2000), DAY, fetched.state()).ids()).hasSize(250);
  }

  @Test
  void aFaultInTheMiddleKeepsThePagesBeforeAndTheNextRunGoesOnThere() {
    arxiv.publish(250, NOW);
    ArxivClient client = client(100, 2000);
    arxiv.answerAfter(1, Canned.status(404, Map.of()));

    Fetched failed = fetch(client, DAY);
    assertThat(failed.fault().kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failed.ids()).hasSize(100);
    Fetched resumed = fetch(client, DAY, failed.state());

    Set<String> all = new HashSet<>(failed.ids());
    all.addAll(resumed.ids());
    assertThat(all).hasSize(250);
    assertThat(resumed.ids()).hasSizeLessThan(155);
  }

  @Test
  void aSpentBudgetOfTheDayEndsTheFetchAndKeepsWhatItGave() {
    arxiv.publish(250, NOW);
    ArxivSettings settings =
        new ArxivSettings(
            true, URI.create(arxiv.url()), List.of("cs.LG"), DAY, 100, 2000, Duration.ZERO, 2);
    SourceHttp http =
        new SourceHttp(
            SourceAccess.open("arxiv", settings.baseUrl(), "test"),
            new LocalBudget("arxiv", ArxivClient.windows(settings), time),
            time,
            time,
            new SplittableRandom(1));

    Fetched fetched = fetch(new ArxivClient(settings, http, Schedulers.parallel(), time), DAY);

    assertThat(fetched.fault().kind()).isEqualTo(Kind.QUOTA);
    assertThat(fetched.fault().state()).isEqualTo(SourceState.LIMITED);
    assertThat(fetched.fault().until()).isEqualTo(NOW.plus(DAY));
    assertThat(fetched.ids()).hasSize(200);
    assertThat(fetched.state().position().gap()).isNotNull();
  }

  @Test
  void callsAreSpaced() {
    arxiv.publish(250, NOW);

    fetch(client(arxiv.url(), 100, 2000, Duration.ofSeconds(3)), DAY);

    assertThat(time.pauses()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
  }

  @Test
  void aLimitIsWaitedForAsLongAsTheSourceAsksAndNothingIsLost() {
    arxiv.publish(5, NOW);
    arxiv.answerNext(Canned.status(429, Map.of("Retry-After", "2")));
    arxiv.answerNext(Canned.status(503, Map.of("Retry-After", "Thu, 1 Jan 2026 12:01:00 GMT")));

    Fetched fetched = fetch(client(50, 100), DAY);

    assertThat(fetched.ids()).hasSize(5);
    assertThat(time.pauses()).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(58));
  }

  @Test
  void threeFailuresEndTheFetchWithTheirKind() {
    for (var expected :
        Map.of(500, Kind.SERVER, 503, Kind.SERVER, 408, Kind.TIMEOUT, 429, Kind.RATE_LIMITED)
            .entrySet()) {
      int before = arxiv.calls().size();
      for (int i = 0; i < 3; i++) {
        arxiv.answerNext(Canned.status(expected.getKey(), Map.of()));
      }

      assertThat(fetch(client(50, 100), DAY).fault().kind()).isEqualTo(expected.getValue());
      assertThat(arxiv.calls()).hasSize(before + 3);
    }
  }

  @Test
  void aRefusalIsNotTriedAgain() {
    for (var expected :
        Map.of(
                400,
                Kind.BAD_RESPONSE,
                401,
                Kind.AUTH,
                403,
                Kind.AUTH,
                404,
                Kind.BAD_RESPONSE,
                302,
                Kind.BAD_RESPONSE)
            .entrySet()) {
      int before = arxiv.calls().size();
      arxiv.answerNext(
          Canned.status(expected.getKey(), Map.of("Location", "http://127.0.0.1:1/secret")));

      assertThat(fetch(client(50, 100), DAY).fault().kind()).isEqualTo(expected.getValue());
      assertThat(arxiv.calls()).hasSize(before + 1);
    }
  }

  @Test
  void anAbsentServerIsANetworkFault() {
    ArxivClient nowhere = client("http://127.0.0.1:" + FreePort.find(), 50, 100, Duration.ZERO);

    assertThat(fetch(nowhere, DAY).fault().kind()).isEqualTo(Kind.NETWORK);
  }

  @Test
  void anAnswerThatIsTooLargeIsABadResponse() {
    arxiv.answerNext(
        new Canned(
            200,
            Map.of("Content-Type", "application/atom+xml"),
            new byte[SourceHttp.MOST_BYTES + 1]));

    assertThat(fetch(client(50, 100), DAY).fault().kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void anAnswerThatIsNoFeedOrInAnotherCharsetIsABadResponse() {
    Map<String, String> atom = Map.of("Content-Type", "application/atom+xml; charset=utf-8");
    for (Canned lie :
        List.of(
            new Canned(200, Map.of("Content-Type", "text/html"), "<html><p>busy".getBytes(UTF_8)),
            new Canned(200, atom, new byte[0]),
            new Canned(200, atom, "<feed>\u00e9</feed>".getBytes(ISO_8859_1)),
            Canned.xml("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"))) {
      arxiv.answerNext(lie);
      int before = arxiv.calls().size();

      assertThat(fetch(client(50, 100), DAY).fault().kind()).isEqualTo(Kind.BAD_RESPONSE);
      assertThat(arxiv.calls()).hasSize(before + 1);
    }
  }

  @Test
  void anUnusableEntryIsNamedAndLeftOut() {
    arxiv.answerNext(
        Canned.xml(
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arxiv.org/abs/not-an-id</id>"
                + "<title>x</title><published>2026-01-01T11:00:00Z</published></entry></feed>"));

    assertThat(fetch(client(50, 100), DAY).ids()).isEmpty();
    assertThat(warnings).singleElement().asString().contains("not-an-id");
  }
}
