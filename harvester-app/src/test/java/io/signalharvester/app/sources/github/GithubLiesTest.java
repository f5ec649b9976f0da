/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import static io.signalharvester.app.sources.github.GithubFetch.NOW;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.github.GithubFetch.Fetched;
import io.signalharvester.app.testkit.NonBlocking;
import io.signalharvester.app.testkit.Recordings;
import io.signalharvester.app.testkit.Recordings.Exchange;
import io.signalharvester.app.testkit.StubGithub;
import io.signalharvester.app.testkit.StubGithub.Repository;
import io.signalharvester.app.testkit.StubHttp.Answer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are not what they say, and every recorded answer that is not a good one. */
class GithubLiesTest {

  private static final String LIST = "/orgs/acme/repos";
  private static final String GOOD = "[" + new Repository(1, "acme/one", NOW).json() + "]";

  private static final Map<String, String> REFUSALS =
      Map.ofEntries(
          Map.entry("getReleaseDoesNotExist_4-r_g_h_releases_9223372036854775807", "bad_response"),
          Map.entry("listEmptyContributors_3-r_h_e_contributors", "bad_response"),
          Map.entry("notifications_27-notifications", "bad_response"),
          Map.entry("octokit_errors_00", "bad_response"),
          Map.entry("octokit_rename-repository_01", "bad_response"),
          Map.entry("testCached404_10-r_h_g_git_refs_heads_test_content_ref_cache", "bad_response"),
          // Nobody asked whether anything changed, so "nothing changed" makes no sense.
          Map.entry("testCached404_13-r_h_g_git_refs_heads_test_content_ref_cache", "bad_response"),
          Map.entry("testCached404_8-r_h_g_git_refs_heads_test_content_ref_cache", "bad_response"),
          Map.entry(
              "testCatchServiceDownException_3-r_h_g_contents_ghcontent-ro_service-down", "server"),
          Map.entry("testCredentialValid_3-rate_limit", "auth"),
          Map.entry(
              "testGetFileContentWithNonAsciiPath_4-r_g_ghcontentintegrationtest", "bad_response"),
          Map.entry(
              "testGetTrafficStatsAccessFailureDueToInsufficientPermissions_3-r_h_g_traffic_views",
              "auth"),
          Map.entry("testHandler_Fail_2-r_h_t_fail", "rate_limited"),
          Map.entry("testHandler_Fail_2-r_h_t_fail-2", "rate_limited"),
          Map.entry("testHandler_Wait_2-r_h_t_fail", "rate_limited"),
          // Only its text tells this limit from missing rights; it ends the stream either way.
          Map.entry("testHandler_Wait_Secondary_Limits_2-r_h_t_fail", "auth"),
          Map.entry(
              "testHandler_Wait_Secondary_Limits_Too_Many_Requests_2-r_h_t_fail", "rate_limited"),
          Map.entry(
              "testHandler_Wait_Secondary_Limits_Too_Many_Requests_Date_Retry_After_2-r_h_t_fail",
              "rate_limited"));

  private final StubGithub github = new StubGithub();

  @BeforeAll
  static void watch() {
    NonBlocking.watch();
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private Fetched fetch(Answer answer) {
    github.http().answer(LIST, answer);
    return new GithubFetch(github.http().url(), null, 100, 100, 0).run("org:acme");
  }

  static Stream<Arguments> lies() {
    return Stream.of(
        Arguments.of("HTML with 200", page("<html><body>Unicorn!</body></html>"), "bad_response"),
        Arguments.of("HTML that claims JSON", Answer.json("<html></html>"), "bad_response"),
        Arguments.of("nothing", Answer.json(""), "bad_response"),
        Arguments.of("cut off", Answer.json(GOOD.substring(0, 300)), "bad_response"),
        Arguments.of(
            "longer than it is", Answer.json(GOOD).promising(GOOD.length() + 10L), "network"),
        Arguments.of("shorter than it is", shorter(), "bad_response"),
        Arguments.of(
            "another charset",
            Answer.body(
                GOOD.replace("gradients", "grädients").getBytes(ISO_8859_1),
                "application/json; charset=utf-8",
                Map.of()),
            "bad_response"),
        Arguments.of("an object", Answer.json("{\"message\":\"odd\"}"), "bad_response"),
        Arguments.of("items that are none", Answer.json("{\"items\":{}}"), "bad_response"),
        Arguments.of("null", Answer.json("null"), "bad_response"),
        Arguments.of("a list of lists", Answer.json("[[],[]]"), "bad_response"),
        Arguments.of(
            "deeper than any answer",
            Answer.json("[".repeat(100_000) + "]".repeat(100_000)),
            "bad_response"),
        Arguments.of(
            "a number without end",
            Answer.json("[{\"id\":" + "9".repeat(5_000) + "}]"),
            "bad_response"),
        Arguments.of("a strange status", Answer.status(599, Map.of()), "server"),
        Arguments.of("no content", Answer.status(204, Map.of()), "bad_response"));
  }

  private static Answer page(String html) {
    return Answer.body(html.getBytes(UTF_8), "text/html; charset=utf-8", Map.of());
  }

  private static Answer shorter() {
    byte[] cut = GOOD.substring(0, GOOD.length() - 10).getBytes(UTF_8);
    return Answer.body(cut, "application/json", Map.of());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void aLyingAnswerIsATypedFaultAndGivesNothing(String name, Answer answer, String kind) {
    Fetched fetched = fetch(answer);

    assertThat(fetched.fault()).isNotNull();
    assertThat(fetched.fault().kind().label()).isEqualTo(kind);
    assertThat(fetched.pages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json; charset=iso-8859-1", "application/json; charset=none", "odd"})
  void theHeaderIsNotBelievedAboutTheCharset(String type) {
    Fetched fetched =
        fetch(Answer.body(GOOD.replace("gradients", "grädients").getBytes(UTF_8), type, Map.of()));

    assertThat(fetched.items().getFirst().content()).contains("grädients");
  }

  @Test
  void theLinkHeaderDecidesWhetherThereIsMoreAndIsNeverCalled() {
    Fetched fetched =
        fetch(Answer.json(GOOD, Map.of("Link", "<http://127.0.0.1:1/evil?page=2>; rel=\"last\"")));

    assertThat(fetched.fault()).isNull();
    assertThat(fetched.ids()).containsExactly("1");
    assertThat(github.http().calls()).hasSize(1);
  }

  @Test
  void aListThatNeverEndsIsLeft() {
    Fetched fetched =
        fetch(Answer.json(GOOD, Map.of("Link", "<http://127.0.0.1:1/evil?page=2>; rel=\"next\"")));

    assertThat(fetched.ids()).containsExactly("1");
    assertThat(github.http().calls().size()).isLessThanOrEqualTo(100);
  }

  @Test
  void everyRecordedRefusalIsATypedFault() {
    Map<String, String> found = new LinkedHashMap<>();
    for (Exchange exchange : Recordings.exchanges("github")) {
      if (exchange.status() != 200) {
        SourceFault fault = fetch(answer(exchange)).fault();
        found.put(exchange.name(), fault == null ? "none" : fault.kind().label());
      }
    }

    assertThat(found).containsExactlyInAnyOrderEntriesOf(REFUSALS);
  }

  private static Answer answer(Exchange exchange) {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .headers()
        .forEach((name, value) -> {
          String rendered = rendered(value);
          boolean ofTheTransport =
              name.matches("(?i)content-(length|encoding)|transfer-encoding|connection|date");
          if (!ofTheTransport && !rendered.contains("{{")) {
            headers.put(name, rendered);
          }
        });
    return new Answer(exchange.status(), headers, exchange.body(), -1);
  }

  /** Some hold a template for a moment, in epoch seconds, instead of a value. */
  private static String rendered(String value) {
    return value.matches("\\{\\{testStartDate .*format='unix'}}")
        ? Long.toString(Instant.now().plusSeconds(3).getEpochSecond())
        : value;
  }
}
