/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import static io.signalharvester.app.config.Setting.file;
import static io.signalharvester.app.config.Setting.secretEnv;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The settings of sources: whom to ask, for what, how far back, and how often at most. */
final class KnownSources {

  static final Setting<Integer> SOURCES_REPLICAS =
      file(
          "sources.replicas",
          "1",
          ValueRule.integer(1, 100),
          "Processes that may fetch at the same time; while Redis is away each keeps to this part of the budgets.");
  static final Setting<Boolean> ARXIV_ENABLED =
      file("sources.arxiv.enabled", "true", ValueRule.bool(), "Whether arXiv is asked at all.");
  static final Setting<URI> ARXIV_BASE_URL =
      file(
          "sources.arxiv.base-url",
          "https://export.arxiv.org",
          ValueRule.httpUrl(),
          "Server to ask; the path /api/query is added.");
  static final Setting<List<String>> ARXIV_CATEGORIES =
      file(
          "sources.arxiv.categories",
          "cs.LG,cs.AI,cs.RO,cs.CV,physics.optics,quant-ph,cs.CL,cs.NE",
          ValueRule.listOf(
              "1 to 50 arXiv categories such as cs.LG, joined by commas",
              "[a-z][a-z-]{0,19}(\\.[A-Za-z-]{1,20})?",
              50),
          "Categories whose newest papers are fetched.");
  static final Setting<Duration> ARXIV_LOOK_BACK =
      file(
          "sources.arxiv.look-back",
          "24h",
          ValueRule.duration("1h", "366d"),
          "How far back the first run reads. Later runs go on where the last one ended, up to 7 days further back.");
  static final Setting<Integer> ARXIV_PAGE_SIZE =
      file(
          "sources.arxiv.page-size",
          "50",
          ValueRule.integer(1, 200),
          "Papers asked for in one call.");
  static final Setting<Integer> ARXIV_MAX_ARTIFACTS =
      file(
          "sources.arxiv.max-artifacts",
          "100",
          ValueRule.integer(1, 2000),
          "Most papers of one run, which also ends after 10 pages; a run that meets either says so in its warnings, and the next one goes on there.");
  static final Setting<Duration> ARXIV_SPACING =
      file(
          "sources.arxiv.spacing",
          "3s",
          ValueRule.duration("0s", "60s"),
          "Least time between two calls of all processes together; arXiv asks for 3 seconds.");
  static final Setting<Integer> ARXIV_BUDGET_PER_DAY =
      file(
          "sources.arxiv.budget-per-day",
          "1000",
          ValueRule.integer(1, 100_000),
          "Most calls in 24 hours of all processes together.");

  static final Setting<Secret> GITHUB_TOKEN =
      secretEnv(
          "GITHUB_TOKEN",
          ValueRule.secret("8 to 255 characters of A-Z a-z 0-9 _ . -", "[A-Za-z0-9_.-]{8,255}"),
          "Token for GitHub. Without it GitHub is asked as nobody: 60 calls an hour and 10 searches a minute instead of 5,000 and 30, and no contributors.");
  static final Setting<Boolean> GITHUB_ENABLED =
      file("sources.github.enabled", "true", ValueRule.bool(), "Whether GitHub is asked at all.");
  static final Setting<URI> GITHUB_BASE_URL =
      file(
          "sources.github.base-url",
          "https://api.github.com",
          ValueRule.httpUrl(),
          "Server to ask; the only one that gets the token.");
  static final Setting<List<String>> GITHUB_TOPICS =
      file(
          "sources.github.topics",
          "machine-learning,deep-learning,llm,computer-vision,robotics,quantum-computing,bioinformatics,photonics",
          ValueRule.listOf(
              "1 to 50 topics of GitHub such as quantum-computing, joined by commas",
              "[a-z0-9][a-z0-9-]{0,49}",
              50),
          "Topics whose repositories are searched, the last pushed first.");
  static final Setting<List<String>> GITHUB_ORGANISATIONS =
      file(
          "sources.github.organisations",
          "openai,google-research,google-deepmind,osrf,pytorch,tensorflow,huggingface",
          ValueRule.listOf(
              "1 to 50 logins of organisations such as pytorch, joined by commas",
              "[A-Za-z0-9][A-Za-z0-9-]{0,38}",
              50),
          "Organisations whose repositories and releases are read.");
  static final Setting<Integer> GITHUB_STARS =
      file(
          "sources.github.stars",
          "10",
          ValueRule.integer(0, 1_000_000),
          "A repository that a search finds must have more stars than these.");
  static final Setting<Duration> GITHUB_LOOK_BACK =
      file(
          "sources.github.look-back",
          "24h",
          ValueRule.duration("1h", "366d"),
          "How far back the first run reads pushes, and every run releases. Later runs go on where the last one ended, up to 7 days further back.");
  static final Setting<Integer> GITHUB_PAGE_SIZE =
      file(
          "sources.github.page-size",
          "100",
          ValueRule.integer(1, 100),
          "Entries asked for in one call.");
  static final Setting<Integer> GITHUB_MAX_ARTIFACTS =
      file(
          "sources.github.max-artifacts",
          "100",
          ValueRule.integer(1, 2000),
          "Most artifacts of one topic or organisation and run; the next run goes on from there.");
  static final Setting<Integer> GITHUB_CONTRIBUTORS =
      file(
          "sources.github.contributors",
          "20",
          ValueRule.integer(0, 100),
          "Most new repositories of one topic or organisation and run whose contributors are asked for, one call each; 0 asks for none.");

  static final Setting<Integer> GITHUB_BUDGET_PER_HOUR =
      file(
          "sources.github.budget-per-hour",
          "5000",
          ValueRule.integer(1, 15_000),
          "Most calls but searches in an hour of all processes together; without a token at most 60.");
  static final Setting<Integer> GITHUB_SEARCHES_PER_MINUTE =
      file(
          "sources.github.searches-per-minute",
          "30",
          ValueRule.integer(1, 30),
          "Most searches in a minute of all processes together; without a token at most 10.");

  static final Setting<Boolean> HACKERNEWS_ENABLED =
      file(
          "sources.hackernews.enabled",
          "false",
          ValueRule.bool(),
          "Whether Hacker News is asked at all.");
  static final Setting<URI> HACKERNEWS_BASE_URL =
      file(
          "sources.hackernews.base-url",
          "https://hacker-news.firebaseio.com",
          ValueRule.httpUrl(),
          "Server to ask; paths under /v0 are added.");
  static final Setting<Integer> HACKERNEWS_MAX_ITEMS =
      file(
          "sources.hackernews.max-items",
          "30",
          ValueRule.integer(1, 500),
          "Items of the top list that are read in each run.");
  static final Setting<Integer> HACKERNEWS_MAX_ARTIFACTS =
      file(
          "sources.hackernews.max-artifacts",
          "100",
          ValueRule.integer(1, 500),
          "Most items of the list of new ones that are read in one run; the next run goes on from there.");
  static final Setting<Integer> HACKERNEWS_COMMENTS =
      file(
          "sources.hackernews.comments",
          "0",
          ValueRule.integer(0, 30),
          "Most comments that are read of each item of the top list, one call each.");
  static final Setting<Duration> HACKERNEWS_LOOK_BACK =
      file(
          "sources.hackernews.look-back",
          "24h",
          ValueRule.duration("1h", "366d"),
          "How far back the first run reads new items; Hacker News lists the last 500.");
  static final Setting<Integer> HACKERNEWS_BUDGET_PER_DAY =
      file(
          "sources.hackernews.budget-per-day",
          "10000",
          ValueRule.integer(1, 100_000),
          "Most calls in 24 hours of all processes together.");

  /** All of them, in the order of the reference page. */
  static final List<Setting<?>> ALL =
      List.of(
          SOURCES_REPLICAS,
          ARXIV_ENABLED,
          ARXIV_BASE_URL,
          ARXIV_CATEGORIES,
          ARXIV_LOOK_BACK,
          ARXIV_PAGE_SIZE,
          ARXIV_MAX_ARTIFACTS,
          ARXIV_SPACING,
          ARXIV_BUDGET_PER_DAY,
          GITHUB_TOKEN,
          GITHUB_ENABLED,
          GITHUB_BASE_URL,
          GITHUB_TOPICS,
          GITHUB_ORGANISATIONS,
          GITHUB_STARS,
          GITHUB_LOOK_BACK,
          GITHUB_PAGE_SIZE,
          GITHUB_MAX_ARTIFACTS,
          GITHUB_CONTRIBUTORS,
          GITHUB_BUDGET_PER_HOUR,
          GITHUB_SEARCHES_PER_MINUTE,
          HACKERNEWS_ENABLED,
          HACKERNEWS_BASE_URL,
          HACKERNEWS_MAX_ITEMS,
          HACKERNEWS_MAX_ARTIFACTS,
          HACKERNEWS_COMMENTS,
          HACKERNEWS_LOOK_BACK,
          HACKERNEWS_BUDGET_PER_DAY);

  private KnownSources() {}
}
