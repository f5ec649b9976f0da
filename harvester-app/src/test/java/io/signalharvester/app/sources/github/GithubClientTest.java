/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import static io.signalharvester.app.sources.github.GithubFetch.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.sources.StreamState;
import io.signalharvester.app.sources.github.GithubFetch.Fetched;
import io.signalharvester.app.testkit.NonBlocking;
import io.signalharvester.app.testkit.StubGithub;
import io.signalharvester.app.testkit.StubGithub.Repository;
import io.signalharvester.app.testkit.StubHttp.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("SRC-03")
class GithubClientTest {

  private static final String TOPIC = "topic:robotics";
  private static final String ORGANISATION = "org:acme";
  private static final String LIST = "/orgs/acme/repos";
  private static final String TOKEN = "ghp_sesame-open-0123456789";

  private final StubGithub github = new StubGithub();

  @BeforeAll
  static void watch() {
    NonBlocking.watch();
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private GithubFetch client(int pageSize, int most) {
    return new GithubFetch(github.http().url(), null, pageSize, most, 20);
  }

  private GithubFetch client(String token, int contributors) {
    return new GithubFetch(github.http().url(), token, 100, 2_000, contributors);
  }

  @Test
  void organisationsComeBeforeTopicsAndReleasesLast() {
    assertThat(client(100, 100).streams()).containsExactly(ORGANISATION, TOPIC, "releases");
  }

  @ParameterizedTest
  @ValueSource(strings = {TOPIC, ORGANISATION})
  void pagingOver250RepositoriesInPagesOf100GivesEachOnceAndTheSecondRunNothingNew(String stream) {
    github.publish("acme", 250, NOW);
    GithubFetch client = client(100, 2_000);

    Fetched first = client.run(stream);

    assertThat(first.fault()).isNull();
    assertThat(first.ids()).hasSize(250).doesNotHaveDuplicates();
    assertThat(first.pages()).hasSize(3);
    assertThat(first.truncated()).isFalse();
    assertThat(github.http().calls()).hasSize(3);
    assertThat(first.after().position().gap()).isNull();
    assertThat(first.after().position().done()).isEqualTo(NOW.getEpochSecond());

    Set<String> before = new HashSet<>(first.ids());
    Fetched second = client.run(stream, first.after());

    assertThat(second.fault()).isNull();
    assertThat(before).containsAll(second.ids());
    assertThat(second.ids()).hasSizeLessThanOrEqualTo(1);
    assertThat(second.after().position()).isEqualTo(first.after().position());
    assertThat(client.warnings).isEmpty();
  }

  @Test
  void aSearchNamesTopicStarsAndTheTimeOfThePush() {
    client(100, 100).run(TOPIC);

    assertThat(github.http().calls().getFirst().query())
        .containsEntry("q", "topic:robotics stars:>10 pushed:>=2025-12-31T12:00:00Z")
        .containsEntry("sort", "updated")
        .containsEntry("order", "desc")
        .containsEntry("per_page", "100")
        .containsEntry("page", "1");
    assertThat(github.http().calls().getFirst().headers())
        .containsEntry("accept", "application/vnd.github+json")
        .containsEntry("x-github-api-version", "2022-11-28")
        .doesNotContainKey("authorization");
  }

  @ParameterizedTest
  @ValueSource(strings = {TOPIC, ORGANISATION})
  void aCapIsTruncationAndTheNextRunsGoOnUntilAllAreGiven(String stream) {
    github.publish("acme", 250, NOW);
    GithubFetch client = client(50, 100);

    Fetched first = client.run(stream);
    Fetched second = client.run(stream, first.after());
    Fetched third = client.run(stream, second.after());
    Fetched last = client.run(stream, third.after());

    assertThat(first.truncated()).isTrue();
    assertThat(first.ids()).hasSize(100);
    assertThat(client.stored).hasSize(250);
    assertThat(last.truncated()).isFalse();
    assertThat(last.after().position().gap()).isNull();
  }

  @Test
  void anUnchangedListOfAnOrganisationCostsOneCallAndGivesNothing() {
    github.publish("acme", 3, NOW);
    GithubFetch client = client(100, 100);
    Fetched first = client.run(ORGANISATION);

    Fetched second = client.run(ORGANISATION, first.after());

    assertThat(second.fault()).isNull();
    assertThat(second.pages()).isEmpty();
    assertThat(github.http().calls()).hasSize(2);
    assertThat(github.http().calls().getLast().header("if-none-match"))
        .isEqualTo(first.after().etag())
        .isNotNull();

    github.publish(new Repository(7, "acme/new", NOW.plusSeconds(1)));
    client.time.pause(Duration.ofMinutes(1)).block();

    assertThat(client.run(ORGANISATION, second.after()).ids()).contains("7");
  }

  @Test
  void aListWithAGapIsReadAgainEvenWhenItDidNotChange() {
    github.publish("acme", 30, NOW);
    GithubFetch client = client(10, 20);
    Fetched first = client.run(ORGANISATION);

    Fetched second = client.run(ORGANISATION, first.after());

    assertThat(first.after().etag()).isNull();
    assertThat(second.ids()).hasSizeGreaterThanOrEqualTo(10);
    assertThat(client.stored).hasSize(30);
  }

  @Test
  void privateRepositoriesAndForksAreNeverGiven() {
    github.publish(new Repository(1, "acme/open", NOW));
    github.publish(new Repository(2, "acme/secret", NOW, false, true));
    github.publish(new Repository(3, "acme/fork", NOW, true, false));

    assertThat(client(100, 100).run(ORGANISATION).ids()).containsExactly("1");
    assertThat(client(100, 100).run(TOPIC).ids()).containsExactly("1");
  }

  @Test
  void aPushOfTheFutureHidesNothingThatComesAfterIt() {
    github.publish(new Repository(1, "acme/early", NOW.plus(Duration.ofDays(400))));
    github.publish(new Repository(2, "acme/now", NOW.minusSeconds(60)));
    GithubFetch client = client(100, 100);

    Fetched first = client.run(ORGANISATION);
    github.publish(new Repository(3, "acme/later", NOW.minusSeconds(30)));

    assertThat(client.run(ORGANISATION, first.after()).ids()).contains("3");
  }

  @Test
  void aSecondaryLimitIsWaitedForAndNothingIsLost() {
    github.publish("acme", 5, NOW);
    github.http().answerNext(Answer.status(403, Map.of("Retry-After", "2")));
    GithubFetch client = client(100, 100);

    assertThat(client.run(ORGANISATION).ids()).hasSize(5);
    assertThat(client.time.pauses()).containsExactly(Duration.ofSeconds(2));
  }

  @Test
  void anAllowanceThatIsSpentIsWaitedForUpToItsReset() {
    github.publish("acme", 5, NOW);
    github.http().answerNext(spent(Duration.ofMinutes(5)));
    GithubFetch client = client(100, 100);

    assertThat(client.run(ORGANISATION).ids()).hasSize(5);
    assertThat(client.time.instant())
        .isBetween(NOW.plus(Duration.ofMinutes(4)), NOW.plus(Duration.ofMinutes(6)));
  }

  @Test
  void anAllowanceThatComesBackTooLateEndsTheFetchAndKeepsThePosition() {
    github.publish("acme", 250, NOW);
    GithubFetch client = client(100, 2_000);
    Fetched whole = client.run(ORGANISATION);
    github.publish(new Repository(9, "acme/new", NOW));
    github.http().answerNext(spent(Duration.ofMinutes(50)));

    Fetched limited = client.run(ORGANISATION, whole.after());

    assertThat(limited.fault().kind().label()).isEqualTo("rate_limited");
    assertThat(limited.fault().state().label()).isEqualTo("limited");
    assertThat(limited.pages()).isEmpty();
  }

  private static Answer spent(Duration untilReset) {
    return Answer.status(
        403,
        Map.of(
            "x-ratelimit-remaining",
            "0",
            "x-ratelimit-reset",
            // The stub sends the true date, and the wait is counted by the clock of the server.
            Long.toString(Instant.now().plus(untilReset).getEpochSecond())));
  }

  @Test
  void theTokenGoesToTheConfiguredServerAloneAndIntoNoMessage() {
    try (StubGithub other = new StubGithub()) {
      github.publish("acme", 3, NOW);
      String elsewhere = other.http().url() + "/orgs/acme/repos?page=2";
      GithubFetch client = client(TOKEN, 0);
      github.http().answer(LIST, Answer.status(301, Map.of("Location", elsewhere)));
      Fetched moved = client.run(ORGANISATION);
      github
          .http()
          .answer(LIST, Answer.json("[]", Map.of("Link", "<" + elsewhere + ">; rel=\"next\"")));
      Fetched linked = client.run(ORGANISATION);
      github.http().answer(LIST, Answer.status(401, Map.of()));
      Fetched refused = client.run(ORGANISATION);

      assertThat(github.http().calls())
          .isNotEmpty()
          .allSatisfy(
              call -> assertThat(call.header("authorization")).isEqualTo("Bearer " + TOKEN));
      assertThat(other.http().calls()).isEmpty();
      assertThat(moved.fault().kind().label()).isEqualTo("bad_response");
      assertThat(linked.fault()).isNotNull();
      assertThat(refused.fault().kind().label()).isEqualTo("auth");
      assertThat(List.of(moved.fault(), linked.fault(), refused.fault()))
          .allSatisfy(fault -> {
            for (Throwable part = fault; part != null; part = part.getCause()) {
              assertThat(part.toString()).doesNotContain(TOKEN);
            }
          });
      assertThat(client.warnings.toString()).doesNotContain(TOKEN);
    }
  }

  @Test
  void aSearchThatRanOutOfTimeIsNamedAndMovesNothing() {
    String found = new Repository(1, "acme/one", NOW).json();
    github
        .http()
        .answer(
            "/search/repositories",
            Answer.json(
                "{\"total_count\":900,\"incomplete_results\":true,\"items\":[" + found + "]}"));

    Fetched fetched = client(100, 100).run(TOPIC);

    assertThat(fetched.ids()).containsExactly("1");
    assertThat(fetched.after()).isEqualTo(StreamState.NEW);
    assertThat(fetched.fault().kind().label()).isEqualTo("bad_response");
    assertThat(fetched.fault()).hasMessageContaining("ran out of time");
  }

  @Test
  void contributorsAreAuthorsOfNewRepositoriesAlone() {
    github.publish("acme", 3, NOW);
    github.contributors("acme/r0", "ada", "grace");
    GithubFetch client = client(TOKEN, 20);
    client.stored.add("1001");

    Fetched fetched = client.run(ORGANISATION);

    assertThat(fetched.items().getFirst().authors())
        .extracting(RawAuthor::handle)
        .containsExactly("ada", "grace");
    assertThat(github.http().uris())
        .filteredOn(uri -> uri.contains("/contributors"))
        .containsExactly(
            "/repos/acme/r0/contributors?per_page=30", "/repos/acme/r2/contributors?per_page=30");
  }

  @Test
  void contributorsAreAskedForUpToTheirMostAndNeverWithoutAToken() {
    github.publish("acme", 5, NOW);

    assertThat(client(TOKEN, 2).run(ORGANISATION).ids()).hasSize(5);
    assertThat(contributorCalls()).isEqualTo(2);
    assertThat(client(null, 2).run(ORGANISATION).ids()).hasSize(5);
    assertThat(contributorCalls()).isEqualTo(2);
  }

  private long contributorCalls() {
    return github.http().uris().stream().filter(uri -> uri.contains("/contributors")).count();
  }

  @Test
  void aRepositoryIsNotLostForLackOfItsContributors() {
    github.publish("acme", 4, NOW);
    github.http().answer("/repos/acme/r0/contributors", Answer.status(204, Map.of()));
    github.http().answer("/repos/acme/r1/contributors", Answer.status(403, Map.of()));
    github.http().answer("/repos/acme/r2/contributors", Answer.status(500, Map.of()));
    GithubFetch client = client(TOKEN, 20);

    Fetched fetched = client.run(ORGANISATION);

    assertThat(fetched.fault()).isNull();
    assertThat(fetched.ids()).hasSize(4);
    // A server that fails is not asked for further extras in this fetch.
    assertThat(github.http().uris()).noneMatch(uri -> uri.contains("/r3/contributors"));
    assertThat(client.warnings)
        .hasSize(2)
        .anyMatch(warning -> warning.contains("acme/r1") && warning.contains("auth"))
        .anyMatch(warning -> warning.contains("acme/r2") && warning.contains("server"));
  }

  @Test
  void entriesWithoutIdNameOrDateAreNamedAndLeftOut() {
    String good = new Repository(1, "acme/one", NOW).json();
    github
        .http()
        .answer(
            LIST,
            Answer.json(
                "["
                    + good
                    + ",null,{\"id\":2},"
                    + good.replace("\"id\":1", "\"id\":99999999999999999999")
                    + ","
                    + good.replace("acme/one", "../../user")
                    + ","
                    + good.replace("\"2020-01-01T00:00:00Z\"", "null")
                    + "]"));
    GithubFetch client = client(100, 100);

    assertThat(client.run(ORGANISATION).ids()).containsExactly("1");
    assertThat(client.warnings).singleElement().asString().contains("org:acme: 5 entries");
  }

  @Test
  void releasesOfWhatWasPushedLastAreGivenWithinTheLookBack() {
    github.publish("acme", 30, NOW);
    github.releases(
        "acme/r0",
        "["
            + StubGithub.release(3, NOW, true)
            + ","
            + StubGithub.release(2, NOW.minusSeconds(60), false)
            + ","
            + StubGithub.release(1, NOW.minus(Duration.ofDays(2)), false)
            + "]");
    GithubFetch client = client(100, 100);
    client.run(ORGANISATION);

    Fetched releases = client.run("releases");

    assertThat(releases.ids()).containsExactly("1000:2");
    assertThat(releases.items().getFirst().title()).isEqualTo("acme/r0: Release 2");
    assertThat(releases.items().getFirst().metadata()).containsEntry("fullName", "acme/r0");
    assertThat(github.http().uris()).filteredOn(uri -> uri.contains("/releases")).hasSize(20);
    assertThat(client.warnings).isEmpty();
  }

  @Test
  void anOrganisationWhoseListDidNotChangeMayHaveReleasesAllTheSame() {
    github.publish("acme", 1, NOW);
    GithubFetch client = client(100, 100);
    Fetched first = client.run(ORGANISATION);
    client.run("releases");
    github.releases("acme/r0", "[" + StubGithub.release(2, NOW, false) + "]");

    assertThat(client.run(ORGANISATION, first.after()).pages()).isEmpty();
    assertThat(client.run("releases").ids()).containsExactly("1000:2");
  }

  @Test
  void aSecondRunAsksForNoReleasesThatTheFirstLeftOut() {
    github.publish("acme", 20, NOW.minus(Duration.ofHours(1)));
    LongStream.range(0, 15)
        .mapToObj(i -> new StubGithub.Repository(9_000 + i, "else/r" + i, NOW.minusSeconds(60 * i)))
        .forEach(github::publish);
    GithubFetch client = client(100, 100);
    Fetched organisation = client.run(ORGANISATION);
    Fetched topic = client.run(TOPIC);
    client.run("releases");
    List<String> first = releasesAskedFor();

    client.run(ORGANISATION, organisation.after());
    client.run(TOPIC, topic.after());
    client.run("releases");

    assertThat(first).hasSize(20).allMatch(uri -> uri.contains("/acme/"));
    assertThat(releasesAskedFor()).hasSizeGreaterThan(20);
    assertThat(new HashSet<>(releasesAskedFor())).isEqualTo(new HashSet<>(first));
  }

  private List<String> releasesAskedFor() {
    return github.http().uris().stream().filter(uri -> uri.contains("/releases")).toList();
  }

  @Test
  void aRepositoryThatWasRenamedRemovedOrBlockedCostsItsReleasesAlone() {
    github.publish("acme", 5, NOW);
    github.http().answer("/repos/acme/r0/releases", Answer.status(301, Map.of()));
    github.http().answer("/repos/acme/r1/releases", Answer.status(404, Map.of()));
    github.http().answer("/repos/acme/r2/releases", Answer.status(451, Map.of()));
    github.http().answer("/repos/acme/r3/releases", Answer.json("{\"message\":\"odd\"}"));
    github.releases("acme/r4", "[" + StubGithub.release(2, NOW, false) + "]");
    GithubFetch client = client(100, 100);

    Fetched releases = client.run("releases");

    assertThat(releases.fault()).isNull();
    assertThat(releases.ids()).containsExactly("1004:2");
    assertThat(client.warnings).hasSize(4);
  }
}
