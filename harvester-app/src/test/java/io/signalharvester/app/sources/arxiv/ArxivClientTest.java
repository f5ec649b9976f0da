/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.ArxivSettings;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.sources.SourceHttp;
import io.signalharvester.app.testkit.ManualTime;
import io.signalharvester.app.testkit.NonBlocking;
import io.signalharvester.app.testkit.StubArxiv;
import io.signalharvester.app.testkit.StubArxiv.Canned;
import io.signalharvester.app.testkit.TestRedis;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
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
            true, URI.create(url), List.of("cs.LG", "quant-ph"), DAY, pageSize, most, spacing);
    SourceHttp http = new SourceHttp("test", spacing, time, time, new SplittableRandom(1));
    return new ArxivClient(settings, http, Schedulers.parallel());
  }

  private ArxivClient client(int pageSize, int most) {
    return client(arxiv.url(), pageSize, most, Duration.ZERO);
  }

  /** What a fetch gave before it ended. */
  private record Fetched(List<String> ids, SourceFault fault) {}

  private Fetched fetch(ArxivClient client, Duration lookBack) {
    List<String> ids = new ArrayList<>();
    try {
      client
          .fetch(NOW.minus(lookBack), warnings::add)
          .map(RawArtifact::externalId)
          .doOnNext(ids::add)
          .blockLast(Duration.ofSeconds(30));
      return new Fetched(ids, null);
    } catch (SourceFault fault) {
      return new Fetched(ids, fault);
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
  void aHitCapIsReportedAsTruncated() {
    arxiv.publish(250, NOW);

    Fetched fetched = fetch(client(50, 120), DAY);

    assertThat(fetched.ids()).hasSize(120);
    assertThat(arxiv.calls()).hasSize(3);
    assertThat(warnings).singleElement().asString().contains("truncated at 120");
  }

  @Test
  void aCapThatIsExactlyTheTotalIsNoTruncation() {
    arxiv.publish(100, NOW);

    assertThat(fetch(client(50, 100), DAY).ids()).hasSize(100);
    assertThat(warnings).isEmpty();
  }

  @Test
  void aShortPageIsAFaultAndWhatCameBeforeIsKept() {
    arxiv.publish(250, NOW);
    arxiv.drop(30);

    Fetched fetched = fetch(client(100, 2000), DAY);

    assertThat(fetched.fault().kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(fetched.fault()).hasMessage("the page at 0 has 70 entries although 250 exist");
    assertThat(fetched.ids()).hasSize(70);
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
    ArxivClient nowhere =
        client("http://127.0.0.1:" + TestRedis.freePort(), 50, 100, Duration.ZERO);

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
  void anUnusableEntryIsNamedAndLeftOut() {
    arxiv.answerNext(
        Canned.xml(
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arxiv.org/abs/not-an-id</id>"
                + "<title>x</title><published>2026-01-01T11:00:00Z</published></entry></feed>"));

    assertThat(fetch(client(50, 100), DAY).ids()).isEmpty();
    assertThat(warnings).singleElement().asString().contains("not-an-id");
  }
}
