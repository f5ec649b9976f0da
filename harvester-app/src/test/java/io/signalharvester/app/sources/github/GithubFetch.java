/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import io.signalharvester.app.config.GithubSettings;
import io.signalharvester.app.config.Secret;
import io.signalharvester.app.sources.LocalBudget;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.SourceAccess;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceHttp;
import io.signalharvester.app.sources.SourcePage;
import io.signalharvester.app.sources.StreamState;
import io.signalharvester.app.testkit.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Drives a client against a server, and remembers what a store would. */
final class GithubFetch {

  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final Duration DAY = Duration.ofHours(24);

  final ManualTime time = new ManualTime(NOW);
  final List<String> warnings = new CopyOnWriteArrayList<>();
  final Set<String> stored = ConcurrentHashMap.newKeySet();

  private final GithubClient client;

  /** What one fetch gave before it ended. */
  record Fetched(List<SourcePage> pages, StreamState after, SourceFault fault) {

    List<RawArtifact> items() {
      return pages.stream().flatMap(page -> page.items().stream()).toList();
    }

    List<String> ids() {
      return items().stream().map(RawArtifact::externalId).toList();
    }

    boolean truncated() {
      return pages.stream().anyMatch(SourcePage::truncated);
    }
  }

  GithubFetch(String url, String token, int pageSize, int most, int contributors) {
    GithubSettings settings =
        new GithubSettings(
            true,
            URI.create(url),
            token == null ? null : new Secret(token),
            List.of("robotics"),
            List.of("Acme"),
            10,
            DAY,
            pageSize,
            most,
            contributors,
            5_000,
            30);
    client =
        new GithubClient(
            settings,
            http(settings),
            http(settings),
            (source, ids) ->
                Mono.just(ids.stream().filter(stored::contains).collect(Collectors.toSet())),
            time,
            Schedulers.parallel());
  }

  private SourceHttp http(GithubSettings settings) {
    return new SourceHttp(
        new SourceAccess(
            "github", settings.baseUrl(), "test", settings.token(), GithubClient.HEADERS),
        new LocalBudget("github", List.of(), time),
        time,
        time,
        new SplittableRandom(1));
  }

  List<String> streams() {
    return client.streams();
  }

  /** Fetches a stream, and stores what it gives. */
  Fetched run(String stream, StreamState state) {
    List<SourcePage> pages = new ArrayList<>();
    SourceFault fault = null;
    try {
      client
          .fetch(stream, state, time.instant().minus(DAY), warnings::add)
          .doOnNext(pages::add)
          .blockLast(Duration.ofSeconds(30));
    } catch (SourceFault met) {
      fault = met;
    }
    pages.forEach(page -> page.items().forEach(item -> stored.add(item.externalId())));
    return new Fetched(pages, pages.isEmpty() ? state : pages.getLast().after(), fault);
  }

  Fetched run(String stream) {
    return run(stream, StreamState.NEW);
  }
}
