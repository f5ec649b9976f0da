/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import io.signalharvester.app.config.GithubSettings;
import io.signalharvester.app.sources.BudgetWindow;
import io.signalharvester.app.sources.KnownItems;
import io.signalharvester.app.sources.SourceClient;
import io.signalharvester.app.sources.SourceHttp;
import io.signalharvester.app.sources.SourcePage;
import io.signalharvester.app.sources.StreamState;
import io.signalharvester.app.sources.WalkLimits;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * Fetches repositories of topics and organisations, and the releases of those that were pushed
 * last, from GitHub.
 */
public final class GithubClient implements SourceClient {

  /** Headers of every call: the version of the API that this client was written for. */
  public static final Map<String, String> HEADERS =
      Map.of("Accept", "application/vnd.github+json", "X-GitHub-Api-Version", "2022-11-28");

  private static final String TOPIC = "topic:";
  private static final String ORGANISATION = "org:";
  private static final String RELEASES = "releases";
  private static final int CALLS_WITHOUT_TOKEN = 60;
  private static final int SEARCHES_WITHOUT_TOKEN = 10;

  private final GithubSettings settings;
  private final SourceHttp core;
  private final SourceHttp search;
  private final KnownItems known;
  private final Clock clock;
  private final Scheduler parsing;
  private final GithubAddresses addresses;
  private final RecentRepositories recent = new RecentRepositories();

  /**
   * Creates a client.
   *
   * @param settings what to ask for
   * @param core how to ask, with the budget of everything but searches
   * @param search how to search; GitHub counts searches apart
   * @param known tells which repositories are stored already
   * @param clock the present; a push of the future moves no position
   * @param parsing where answers are parsed; parsing is work and must not run on an event loop
   */
  public GithubClient(
      GithubSettings settings,
      SourceHttp core,
      SourceHttp search,
      KnownItems known,
      Clock clock,
      Scheduler parsing) {
    this.settings = settings;
    this.core = core;
    this.search = search;
    this.known = known;
    this.clock = clock;
    this.parsing = parsing;
    this.addresses = new GithubAddresses(settings);
  }

  /** Returns the windows of the budget of everything but searches. */
  public static List<BudgetWindow> windows(GithubSettings settings) {
    int allowed = settings.budgetPerHour();
    return List.of(
        BudgetWindow.hour(
            settings.token() == null ? Math.min(allowed, CALLS_WITHOUT_TOKEN) : allowed));
  }

  /** Returns the windows of the budget of searches, which GitHub counts apart. */
  public static List<BudgetWindow> searchWindows(GithubSettings settings) {
    int allowed = settings.searchesPerMinute();
    return List.of(
        BudgetWindow.minute(
            settings.token() == null ? Math.min(allowed, SEARCHES_WITHOUT_TOKEN) : allowed));
  }

  @Override
  public String source() {
    return GithubRepository.SOURCE;
  }

  @Override
  public List<String> streams() {
    return Stream.of(organisations(), topics(), Stream.of(RELEASES))
        .flatMap(names -> names)
        .distinct()
        .toList();
  }

  @Override
  public Flux<SourcePage> fetch(
      String stream, StreamState state, Instant notBefore, Consumer<String> warn) {
    if (!streams().contains(stream)) {
      throw new IllegalArgumentException("github has no stream " + stream);
    }
    // What a fetch remembers must not be shared by two subscribers.
    return Flux.defer(() -> {
      if (stream.equals(RELEASES)) {
        List<GithubList> lists = organisations().map(this::organisation).toList();
        return new GithubReleases(lists, addresses, core, parsing, recent)
            .pages(state, notBefore, warn);
      }
      WalkLimits limits = WalkLimits.ofTimes(notBefore, clock.instant(), settings.maxArtifacts());
      return stream.startsWith(TOPIC)
          ? walk(topic(stream), search, state, warn).pages(limits)
          : walk(organisation(stream), core, state, warn).pages(limits);
    });
  }

  private Stream<String> topics() {
    return settings.topics().stream().map(topic -> TOPIC + topic);
  }

  private Stream<String> organisations() {
    return settings.organisations().stream()
        .map(login -> ORGANISATION + login.toLowerCase(Locale.ROOT));
  }

  private GithubList topic(String stream) {
    String name = stream.substring(TOPIC.length());
    // The address holds the time from which is searched, so its mark would never match.
    return new GithubList(stream, false, (walk, page) -> addresses.topic(name, walk, page));
  }

  private GithubList organisation(String stream) {
    String login = stream.substring(ORGANISATION.length());
    return new GithubList(stream, true, (walk, page) -> addresses.organisation(login, page));
  }

  private GithubWalk walk(
      GithubList list, SourceHttp http, StreamState state, Consumer<String> warn) {
    int calls = settings.token() == null ? 0 : settings.contributors();
    GithubContributors contributors =
        new GithubContributors(addresses, core, known, parsing, warn, calls);
    return new GithubWalk(
        list, http, contributors, recent, settings.pageSize(), state, warn, parsing);
  }
}
