/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.Secret;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.testkit.ManualTime;
import io.signalharvester.app.testkit.NonBlocking;
import io.signalharvester.app.testkit.StubArxiv;
import io.signalharvester.app.testkit.StubArxiv.Canned;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class SourceHttpTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Canned GOOD = Canned.xml("<x/>");

  private final StubArxiv server = new StubArxiv();
  private final ManualTime time = new ManualTime(NOW);
  private final LocalBudget budget = new LocalBudget("x", List.of(), time);
  private final SourceHttp http = http(server, budget);

  @BeforeAll
  static void watch() {
    NonBlocking.watch();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SourceHttp http(StubArxiv at, SourceBudget from) {
    return new SourceHttp(
        new SourceAccess(
            "x",
            URI.create(at.url()),
            "test",
            new Secret("a-very-secret-token"),
            Map.of("X-Api-Version", "7")),
        from,
        time,
        time,
        new SplittableRandom(1));
  }

  private SourceRequest request() {
    return SourceRequest.of(URI.create(server.url() + "/api/query?n=1"));
  }

  private static <T> SourceFault faultOf(Mono<T> call) {
    try {
      call.block(Duration.ofSeconds(30));
      return null;
    } catch (SourceFault fault) {
      return fault;
    }
  }

  private void answer(int times, Canned canned) {
    for (int i = 0; i < times; i++) {
      server.answerNext(canned);
    }
  }

  @Test
  void everyCallCarriesItsHeadersAndGivesThoseOfTheAnswer() {
    server.answerNext(
        new Canned(200, Map.of("ETag", "\"e\"", "Link", "<x>; rel=next"), new byte[0]));

    SourceReply reply = http.get(request()).block();

    assertThat(server.headers().getFirst().getFirst("Authorization"))
        .isEqualTo("Bearer a-very-secret-token");
    assertThat(server.headers().getFirst().getFirst("X-Api-Version")).isEqualTo("7");
    assertThat(server.headers().getFirst().getFirst("User-Agent")).isEqualTo("test");
    assertThat(reply.header("link")).isEqualTo("<x>; rel=next");
    assertThat(reply.mark(StreamState.NEW).etag()).isEqualTo("\"e\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/x", "http://localhost:%d/x", "https://127.0.0.1:%d/x",
        "http://u@127.0.0.1:%d/x", "file:///etc/passwd", "/x"
      })
  void anAddressOfAnotherServerIsNeverCalled(String address) {
    URI uri = URI.create(address.formatted(URI.create(server.url()).getPort()));

    SourceFault fault = faultOf(http.get(SourceRequest.of(uri)));

    assertThat(fault.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(fault).hasMessageContaining("another server");
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void aRedirectIsNotFollowedAndTheTokenStaysWhereItBelongs() {
    try (StubArxiv other = new StubArxiv()) {
      server.answerNext(
          Canned.status(302, Map.of("Location", other.url() + "/api/query?start=0&max_results=1")));

      assertThat(faultOf(http.get(request())).status()).isEqualTo(302);
      assertThat(other.calls()).isEmpty();
    }
  }

  @Test
  void faultsDoNotShowTheToken() {
    answer(3, Canned.status(500, Map.of()));

    SourceFault fault = faultOf(http.get(request()));

    assertThat(fault.toString()).doesNotContain("secret");
    assertThat(
            new SourceAccess(
                    "x", URI.create("http://x"), "t", new Secret("a-very-secret-token"), Map.of())
                .toString())
        .doesNotContain("secret");
  }

  @Test
  @Tag("SRC-10")
  void aConditionalRequestCanBeAnsweredWithNothing() {
    server.answerNext(new Canned(304, Map.of("ETag", "\"e\""), new byte[0]));
    StreamState state = new StreamState(null, "\"e\"", "Thu, 1 Jan 2026 00:00:00 GMT");

    SourceReply reply = http.get(SourceRequest.since(request().uri(), state)).block();

    assertThat(reply.notModified()).isTrue();
    assertThat(server.headers().getFirst().getFirst("If-None-Match")).isEqualTo("\"e\"");
    assertThat(server.headers().getFirst().getFirst("If-Modified-Since"))
        .isEqualTo("Thu, 1 Jan 2026 00:00:00 GMT");
  }

  @Test
  void nothingIsNoAnswerToAnUnconditionalRequest() {
    server.answerNext(new Canned(304, Map.of(), new byte[0]));

    assertThat(faultOf(http.get(request())).kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  @Tag("SRC-09")
  void aLimitIsWaitedForAndNothingIsLost() {
    server.answerNext(Canned.status(429, Map.of("Retry-After", "2")));
    server.answerNext(
        Canned.status(
            403,
            Map.of(
                "x-ratelimit-remaining",
                "0",
                // By the clock of the server, which shows it in each answer.
                "x-ratelimit-reset",
                Long.toString(Instant.now().getEpochSecond() + 60))));
    server.answerNext(GOOD);

    assertThat(http.get(request()).block().status()).isEqualTo(200);
    assertThat(time.pauses().getFirst()).isEqualTo(Duration.ofSeconds(2));
    assertThat(time.pauses().get(1)).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(62));
  }

  @Test
  @Tag("SRC-09")
  void aLimitBeyondFifteenMinutesClosesTheSourceUntilThen() {
    server.answerNext(Canned.status(429, Map.of("Retry-After", "3600")));

    SourceFault fault = faultOf(http.get(request()));
    SourceFault next = faultOf(http.get(request()));

    assertThat(fault.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(fault.state()).isEqualTo(SourceState.LIMITED);
    assertThat(fault.until()).isEqualTo(NOW.plusSeconds(3600));
    assertThat(next.until()).isEqualTo(NOW.plusSeconds(3600));
    assertThat(server.calls()).hasSize(1);
    time.pause(Duration.ofHours(1)).block();
    server.answerNext(GOOD);
    assertThat(http.get(request()).block().status()).isEqualTo(200);
  }

  @Test
  void anAnswerThatUsesUpTheAllowanceMakesTheNextCallWait() {
    server.answerNext(
        new Canned(
            200,
            Map.of(
                "x-rate-limit-remaining", "0",
                "x-rate-limit-reset", "4102444800"),
            new byte[0]));

    assertThat(http.get(request()).block().status()).isEqualTo(200);
    assertThat(faultOf(http.get(request())).state()).isEqualTo(SourceState.LIMITED);
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void aBodyThatEndsTooEarlyIsANetworkFaultThatIsTriedAgain() {
    answer(2, GOOD.cutShort());
    server.answerNext(GOOD);
    assertThat(http.get(request()).block().body()).isEqualTo(GOOD.body());

    answer(3, GOOD.cutShort());
    assertThat(faultOf(http.get(request())).kind()).isEqualTo(Kind.NETWORK);
    assertThat(server.calls()).hasSize(6);
  }

  @Test
  void anAnswerThatReadsAsAPassingFaultIsFetchedAgain() {
    answer(3, GOOD);
    SourceFault shortage = SourceFault.passing(Kind.BAD_RESPONSE, "too short");

    assertThat(faultOf(http.get(request(), reply -> Mono.error(shortage)))).isSameAs(shortage);
    assertThat(server.calls()).hasSize(3);
  }

  @Test
  @Tag("SRC-09")
  void tenFailuresOfTwentyOpenTheCircuitForAMinuteAndOtherSourcesGoOn() {
    answer(10, GOOD);
    answer(10, Canned.status(501, Map.of()));
    for (int i = 0; i < 20; i++) {
      SourceFault fault = faultOf(http.get(request()));
      assertThat(fault == null ? SourceState.OK : fault.state())
          .isEqualTo(i < 10 ? SourceState.OK : SourceState.ERROR);
    }

    assertThat(faultOf(http.get(request())).state()).isEqualTo(SourceState.CIRCUIT_OPEN);
    assertThat(server.calls()).hasSize(20);
    try (StubArxiv other = new StubArxiv()) {
      other.answerNext(GOOD);
      SourceRequest elsewhere = SourceRequest.of(URI.create(other.url() + "/api/query"));
      assertThat(http(other, budget).get(elsewhere).block().status()).isEqualTo(200);
    }

    time.pause(Duration.ofSeconds(61)).block();
    answer(4, GOOD);
    for (int i = 0; i < 4; i++) {
      assertThat(http.get(request()).block().status()).isEqualTo(200);
    }
  }

  @Test
  void refusalsOfSingleDocumentsDoNotOpenTheCircuit() {
    answer(20, Canned.status(404, Map.of()));
    for (int i = 0; i < 20; i++) {
      assertThat(faultOf(http.get(request())).state()).isEqualTo(SourceState.ERROR);
    }

    server.answerNext(GOOD);
    assertThat(http.get(request()).block().status()).isEqualTo(200);
  }
}
