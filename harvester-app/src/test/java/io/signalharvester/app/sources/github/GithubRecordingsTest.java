/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.sources.SourceJson;
import io.signalharvester.app.sources.SourceReply;
import io.signalharvester.app.testkit.Recordings;
import io.signalharvester.app.testkit.Recordings.Exchange;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/** Reads every recorded exchange as the client would, and knows what each must give. */
@Tag("SRC-03")
class GithubRecordingsTest {

  private static final String NOT_A_LIST =
      "bad_response: its answer is JSON, but not the list asked for";

  /** What the body gives where the status is 200; other answers are the test of the client's. */
  private static final Map<String, String> GIVES =
      Map.ofEntries(
          Map.entry("checkStargazersCount_2-r_h_temp-checkstargazerscount", "repository 10 stars"),
          Map.entry("getReleaseExists_4-r_g_h_releases_6839710", "release 401025:6839710"),
          Map.entry("listContributors_2-orgs_hub4j", NOT_A_LIST),
          Map.entry("listContributors_3-r_h_github-api", "repository 557 stars"),
          Map.entry("listContributors_4-r_h_g_contributors", "29 people"),
          Map.entry("listEmptyContributors_2-r_h_empty", "repository 0 stars"),
          Map.entry("listLanguages_3-r_h_g_languages", NOT_A_LIST),
          Map.entry("listPublicRepositoriesPageSize62_3-u_k_repos", "45 of 62 repositories"),
          Map.entry("listReleases_2-orgs_github", NOT_A_LIST),
          Map.entry("listReleases_3-r_g_hub", "repository 17507 stars"),
          Map.entry("listStargazers_2-orgs_hub4j-test-org", NOT_A_LIST),
          Map.entry("listStargazers_3-r_h_github-api", "fork"),
          Map.entry("listStargazers_4-r_h_g_stargazers", "0 of 0 repositories"),
          Map.entry("octokit_get-repository_00", "repository 42 stars"),
          Map.entry("octokit_get-root_00", NOT_A_LIST),
          Map.entry("octokit_rename-repository_02", "repository 42 stars"),
          Map.entry("octokit_search-issues_00", nonsense(2)),
          Map.entry("searchAllPublicAndForkedRepos_2-search_repositories", "12 of 14 repositories"),
          Map.entry("searchRepositories_2-search_repositories", "30 of 30 repositories"),
          Map.entry("searchUsers_2-search_users", nonsense(6)),
          Map.entry("testCached404_3-orgs_hub4j-test-org", NOT_A_LIST),
          Map.entry("testCommitSearch_2-search_commits", nonsense(30)),
          Map.entry("testContributorStats_2-orgs_hub4j-test-org", NOT_A_LIST),
          Map.entry("testContributorStats_3-r_h_github-api", "fork"),
          Map.entry("testCreateRepository_3-r_h_t_releases", "0 of 0 repositories"),
          Map.entry("testEventApi_11-events", nonsense(11)),
          Map.entry("testGetFileContentWithNonAsciiPath_4-r_h_ghcontentintegrationtest", "fork"),
          Map.entry(
              "testGitHubRateLimitExpirationServerFiveMinutesAhead_rate_limit-2",
              "bad_response: its answer is not one JSON document in UTF-8"),
          Map.entry(
              "testGitHubRateLimitExpirationServerFiveMinutesAhead_rate_limit-5",
              "bad_response: its answer is not one JSON document in UTF-8"),
          Map.entry("testGitHubRateLimitWithBadData_rate_limit-2-8281a9", NOT_A_LIST),
          Map.entry("testGitHubRateLimitWithBadData_rate_limit-3-8281a9", NOT_A_LIST),
          Map.entry("testIssueSearchIssuesOnly_2-search_issues", nonsense(30)),
          Map.entry("testListTopics_orgs_hub4j-test-org-1-e69611", NOT_A_LIST),
          Map.entry("testListTopics_repos_hub4j-test-org_github-api-2-505872", "fork"),
          Map.entry("testListTopics_repos_hub4j-test-org_github-api_topics-3-66254b", NOT_A_LIST),
          Map.entry("testPullRequestSearch_10-search_issues", "0 of 0 repositories"),
          Map.entry("testQueryCommits_10-r_j_j_commits", "0 of 0 repositories"),
          Map.entry("testQueryCommits_12-r_j_j_commits", nonsense(100)),
          Map.entry("testQueryCommits_22-repositories_1103607_commits", nonsense(48)),
          Map.entry("testRateLimit_1-rate_limit", NOT_A_LIST),
          Map.entry("testSubscribers_3-r_b_g_subscribers", nonsense(1)));

  private static String nonsense(int entries) {
    return "bad_response: none of the " + entries + " entries of its list makes sense";
  }

  @Test
  void everyRecordedBodyGivesItsItemsOrABadResponse() {
    Map<String, String> found = new LinkedHashMap<>();
    for (Exchange exchange : Recordings.exchanges("github")) {
      if (exchange.status() == 200) {
        found.put(exchange.name(), outcome(exchange));
      }
    }

    assertThat(found).containsExactlyInAnyOrderEntriesOf(GIVES);
  }

  @Test
  void fieldsOfARepositoryAreMapped() {
    RawArtifact tetros =
        GithubPage.repositories(json("searchRepositories_2-search_repositories"))
            .items()
            .getFirst()
            .artifact(List.of(new RawAuthor("daniel-e", "github", "daniel-e", null)));

    assertThat(tetros.externalId()).isEqualTo("68911683");
    assertThat(tetros.type()).isEqualTo("repo");
    assertThat(tetros.title()).isEqualTo("daniel-e/tetros");
    assertThat(tetros.content())
        .isEqualTo("Tetris that fits into the boot sector.\nLanguage: Assembly");
    assertThat(tetros.url()).isEqualTo("https://github.com/daniel-e/tetros");
    assertThat(tetros.publishedAt()).isEqualTo(Instant.parse("2016-09-22T10:42:55Z"));
    assertThat(tetros.engagement()).isEqualTo(678);
    assertThat(tetros.authors())
        .containsExactly(
            new RawAuthor("daniel-e", "github", "daniel-e", "https://github.com/daniel-e"));
    assertThat(tetros.metadata())
        .containsEntry("fullName", "daniel-e/tetros")
        .containsEntry("ownerType", "User")
        .containsEntry("license", "MIT")
        .containsEntry("forks", 37)
        .containsEntry("pushedAt", "2016-12-18T13:32:27Z")
        .doesNotContainKeys("topics", "homepage");
    assertThat(tetros.rawJson()).contains("\"full_name\":\"daniel-e/tetros\"");
  }

  @Test
  void anOrganisationIsNoAuthor() {
    GithubRepository repository = GithubRepository.of(json("octokit_get-repository_00"));

    assertThat(repository.artifact(List.of()).authors()).isEmpty();
    assertThat(repository.artifact(List.of()).content())
        .isEqualTo("Topics: fixtures, hello, hello-world");
    assertThat(repository.artifact(List.of()).metadata())
        .containsEntry("ownerType", "Organization")
        .containsEntry("topics", List.of("fixtures", "hello", "hello-world"));
  }

  @Test
  void aRenamedRepositoryKeepsItsId() {
    GithubRepository renamed = GithubRepository.of(json("octokit_rename-repository_02"));

    assertThat(renamed.artifact(List.of()).externalId()).isEqualTo("1000");
    assertThat(renamed.fullName()).isEqualTo("octokit-fixture-org/rename-repository-newname");
  }

  @Test
  void fieldsOfAReleaseAreMapped() {
    RawArtifact release = release(json("getReleaseExists_4-r_g_h_releases_6839710"));

    assertThat(release.type()).isEqualTo("release");
    assertThat(release.title()).isEqualTo("github/hub: hub 2.3.0-pre10");
    assertThat(release.content()).startsWith("* Add `hub release --exclude-prereleases`");
    assertThat(release.url()).isEqualTo("https://github.com/github/hub/releases/tag/v2.3.0-pre10");
    assertThat(release.publishedAt()).isEqualTo(Instant.parse("2017-06-26T21:26:01Z"));
    assertThat(release.engagement()).isEqualTo(17507);
    assertThat(release.authors()).extracting(RawAuthor::handle).containsExactly("mislav");
    assertThat(release.metadata())
        .containsEntry("fullName", "github/hub")
        .containsEntry("tag", "v2.3.0-pre10")
        .containsEntry("prerelease", true);
  }

  @Test
  void aReleaseAloneIsNoListOfReleases() {
    JsonNode release = json("getReleaseExists_4-r_g_h_releases_6839710");
    GithubRepository hub = GithubRepository.of(json("listReleases_3-r_g_hub"));

    assertThatThrownBy(() -> GithubPage.releases(hub, release))
        .isInstanceOfSatisfying(
            SourceFault.class, fault -> assertThat(fault.kind()).isEqualTo(Kind.BAD_RESPONSE));
  }

  private static String outcome(Exchange exchange) {
    try {
      JsonNode body = SourceJson.read(reply(exchange));
      if (exchange.url().contains("/releases/")) {
        return "release " + release(body).externalId();
      }
      if (exchange.url().endsWith("/contributors")) {
        return GithubPage.contributors(body).size() + " people";
      }
      if (body.has("full_name")) {
        GithubRepository repository = GithubRepository.of(body);
        return repository.isFork() ? "fork" : "repository " + repository.stars() + " stars";
      }
      GithubPage<GithubRepository> page = GithubPage.repositories(body);
      assertThat(page.unusable()).isEmpty();
      assertThat(page.items())
          .extracting(repository -> repository.artifact(List.of()).title())
          .doesNotContain("");
      return page.items().size() + " of " + page.entries() + " repositories";
    } catch (SourceFault fault) {
      return fault.kind().label() + ": " + fault.getMessage();
    }
  }

  private static RawArtifact release(JsonNode body) {
    return GithubRelease.of(GithubRepository.of(json("listReleases_3-r_g_hub")), body);
  }

  private static JsonNode json(String name) {
    return SourceJson.read(reply(Recordings.exchange("github", name)));
  }

  private static SourceReply reply(Exchange exchange) {
    return new SourceReply(200, HttpHeaders.EMPTY, exchange.body());
  }
}
