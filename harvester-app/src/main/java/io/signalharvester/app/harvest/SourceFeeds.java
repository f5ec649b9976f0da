/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.harvest;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.pipeline.FetchStage.Feed;
import io.signalharvester.app.sources.BudgetWindow;
import io.signalharvester.app.sources.KnownItems;
import io.signalharvester.app.sources.Pauses;
import io.signalharvester.app.sources.RedisBudget;
import io.signalharvester.app.sources.SourceAccess;
import io.signalharvester.app.sources.SourceBudget;
import io.signalharvester.app.sources.SourceHttp;
import io.signalharvester.app.sources.arxiv.ArxivClient;
import io.signalharvester.app.sources.github.GithubClient;
import io.signalharvester.app.sources.hackernews.HackerNewsClient;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.telemetry.Version;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import reactor.core.scheduler.Scheduler;

/**
 * The sources that the settings switch on, each with its client and its budget.
 *
 * @param enabled what is read
 * @param disabled names of those that are switched off
 */
record SourceFeeds(List<Feed> enabled, List<String> disabled) {

  static SourceFeeds of(
      Settings settings, RedisLink redis, KnownItems known, Clock clock, Scheduler parsing) {
    Maker make = new Maker(settings.replicas(), redis, clock);
    List<Feed> enabled = new ArrayList<>();
    List<String> disabled = new ArrayList<>();
    if (settings.arxiv().enabled()) {
      SourceBudget budget = make.budget("arxiv", ArxivClient.windows(settings.arxiv()));
      SourceHttp http = make.http(open("arxiv", settings.arxiv().baseUrl()), budget);
      enabled.add(
          new Feed(
              new ArxivClient(settings.arxiv(), http, parsing, clock),
              settings.arxiv().lookBack(),
              budget));
    } else {
      disabled.add("arxiv");
    }
    if (settings.github().enabled()) {
      enabled.add(github(settings, make, known, clock, parsing));
    } else {
      disabled.add("github");
    }
    if (settings.hackerNews().enabled()) {
      SourceBudget budget =
          make.budget("hackernews", HackerNewsClient.windows(settings.hackerNews()));
      SourceHttp http = make.http(open("hackernews", settings.hackerNews().baseUrl()), budget);
      enabled.add(
          new Feed(
              new HackerNewsClient(settings.hackerNews(), http, clock, parsing),
              settings.hackerNews().lookBack(),
              budget));
    } else {
      disabled.add("hackernews");
    }
    return new SourceFeeds(enabled, disabled);
  }

  /** Returns those that a run reads. */
  SourceFeeds within(RunScope scope) {
    return new SourceFeeds(
        enabled.stream().filter(feed -> scope.reads(feed.client().source())).toList(),
        disabled.stream().filter(scope::reads).toList());
  }

  private static Feed github(
      Settings settings, Maker make, KnownItems known, Clock clock, Scheduler parsing) {
    SourceAccess access =
        new SourceAccess(
            "github",
            settings.github().baseUrl(),
            userAgent(),
            settings.github().token(),
            GithubClient.HEADERS);
    SourceBudget core = make.budget("github", GithubClient.windows(settings.github()));
    SourceBudget search =
        make.budget("github_search", GithubClient.searchWindows(settings.github()));
    return new Feed(
        new GithubClient(
            settings.github(),
            make.http(access, core),
            make.http(access, search),
            known,
            clock,
            parsing),
        settings.github().lookBack(),
        core);
  }

  private static SourceAccess open(String source, URI base) {
    return SourceAccess.open(source, base, userAgent());
  }

  private static String userAgent() {
    return "signal-harvester/" + Version.current();
  }

  /** What all sources have in common. */
  private record Maker(int replicas, RedisLink redis, Clock clock) {

    SourceBudget budget(String source, List<BudgetWindow> windows) {
      return new RedisBudget(source, windows, redis, replicas, clock);
    }

    SourceHttp http(SourceAccess access, SourceBudget budget) {
      return new SourceHttp(access, budget, Pauses.real(), clock, new SplittableRandom());
    }
  }
}
