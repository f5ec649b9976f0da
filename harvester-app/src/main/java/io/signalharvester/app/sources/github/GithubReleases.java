/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceHttp;
import io.signalharvester.app.sources.SourceJson;
import io.signalharvester.app.sources.SourcePage;
import io.signalharvester.app.sources.SourceRequest;
import io.signalharvester.app.sources.StreamState;
import io.signalharvester.app.sources.StreamWalk;
import io.signalharvester.app.sources.WalkLimits;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;

/**
 * Fetches the releases of the repositories that were pushed last, those of watched organisations
 * before those that a search found. It keeps no position: the list is short, and a release may come
 * out hours after its push.
 */
final class GithubReleases {

  /** Most repositories whose releases one run asks for (specification, sources 2). */
  static final int REPOSITORIES = 20;

  private static final WalkLimits EVERYTHING = new WalkLimits(0, 0, 0, 1, 1);

  private final List<GithubList> organisations;
  private final GithubAddresses addresses;
  private final SourceHttp http;
  private final Scheduler parsing;
  private final RecentRepositories recent;

  GithubReleases(
      List<GithubList> organisations,
      GithubAddresses addresses,
      SourceHttp http,
      Scheduler parsing,
      RecentRepositories recent) {
    this.organisations = organisations;
    this.addresses = addresses;
    this.http = http;
    this.parsing = parsing;
    this.recent = recent;
  }

  Flux<SourcePage> pages(StreamState state, Instant notBefore, Consumer<String> warn) {
    return Flux.fromIterable(organisations)
        .filter(organisation -> !recent.hasSeen(organisation.stream()))
        .concatMap(organisation -> lookAgain(organisation, warn), 1)
        .thenMany(
            Flux.defer(() ->
                Flux.fromIterable(recent.takeLatest(REPOSITORIES, notBefore))
                    .concatMap(repository -> releases(repository, notBefore, warn), 1)))
        .filter(releases -> !releases.isEmpty())
        .map(releases -> new SourcePage(releases, state, false));
  }

  /** An organisation whose list did not change has told this run nothing, yet may have releases. */
  private Mono<Void> lookAgain(GithubList organisation, Consumer<String> warn) {
    return read(
            organisation.pages().address(StreamWalk.from(null, EVERYTHING), 1),
            json -> GithubPage.repositories(json).items(),
            "the repositories of " + organisation.stream(),
            warn)
        .doOnNext(repositories -> recent.saw(organisation, repositories))
        .then();
  }

  private Mono<List<RawArtifact>> releases(
      GithubRepository repository, Instant notBefore, Consumer<String> warn) {
    return read(
            addresses.releases(repository),
            json -> GithubPage.releases(repository, json).items(),
            "the releases of " + repository.fullName(),
            warn)
        .map(releases ->
            releases.stream()
                .filter(release -> !release.publishedAt().isBefore(notBefore))
                .toList());
  }

  private <T> Mono<List<T>> read(
      URI address, Function<JsonNode, List<T>> reader, String what, Consumer<String> warn) {
    return http.get(
            SourceRequest.of(address),
            reply ->
                Mono.fromCallable(() -> reader.apply(SourceJson.read(reply))).subscribeOn(parsing))
        .onErrorResume(
            SourceFault.class,
            fault -> {
              if (!concernsOneAddress(fault)) {
                return Mono.error(fault);
              }
              warn.accept(
                  "github: "
                      + what
                      + " were not read: "
                      + fault.kind().label()
                      + ": "
                      + fault.getMessage());
              return Mono.empty();
            });
  }

  /** Whether something was renamed, removed, blocked or garbled, and the next one may be fine. */
  private static boolean concernsOneAddress(SourceFault fault) {
    return switch (fault.kind()) {
      case BAD_RESPONSE -> true;
      case AUTH -> fault.status() == 403;
      case RATE_LIMITED, TIMEOUT, NETWORK, SERVER, QUOTA, DISABLED -> false;
    };
  }
}
