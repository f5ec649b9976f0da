/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import io.signalharvester.app.sources.KnownItems;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceHttp;
import io.signalharvester.app.sources.SourceJson;
import io.signalharvester.app.sources.SourceRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Adds contributors to repositories that are not stored yet, as long as calls are left for it in
 * this fetch. A repository never depends on it: without an answer it goes without.
 */
final class GithubContributors {

  private static final int NO_CONTENT = 204;

  private final GithubAddresses addresses;
  private final SourceHttp http;
  private final KnownItems known;
  private final Scheduler parsing;
  private final Consumer<String> warn;
  private int calls;

  /**
   * Serves one fetch.
   *
   * @param calls most calls of it
   */
  GithubContributors(
      GithubAddresses addresses,
      SourceHttp http,
      KnownItems known,
      Scheduler parsing,
      Consumer<String> warn,
      int calls) {
    this.addresses = addresses;
    this.http = http;
    this.known = known;
    this.parsing = parsing;
    this.warn = warn;
    this.calls = calls;
  }

  Mono<List<RawArtifact>> artifacts(List<GithubRepository> repositories) {
    if (calls <= 0 || repositories.isEmpty()) {
      return Mono.just(
          repositories.stream().map(repository -> repository.artifact(List.of())).toList());
    }
    List<String> ids = repositories.stream().map(GithubRepository::externalId).toList();
    return known
        .among(GithubRepository.SOURCE, ids)
        .flatMapMany(stored ->
            Flux.fromIterable(repositories)
                .concatMap(repository -> artifact(repository, stored), 1))
        .collectList();
  }

  private Mono<RawArtifact> artifact(GithubRepository repository, Set<String> stored) {
    if (calls <= 0 || stored.contains(repository.externalId())) {
      return Mono.fromCallable(() -> repository.artifact(List.of()));
    }
    calls--;
    return http.get(
            SourceRequest.of(addresses.contributors(repository)),
            reply ->
                Mono.fromCallable(() -> GithubPage.contributors(SourceJson.read(reply)))
                    .subscribeOn(parsing))
        .onErrorResume(SourceFault.class, fault -> without(repository, fault))
        .map(repository::artifact);
  }

  private Mono<List<RawAuthor>> without(GithubRepository repository, SourceFault fault) {
    // A repository without commits answers with nothing at all.
    if (fault.status() != NO_CONTENT) {
      warn.accept(
          "github: the contributors of "
              + repository.fullName()
              + " were not read: "
              + fault.kind().label()
              + ": "
              + fault.getMessage());
    }
    switch (fault.kind()) {
      case AUTH, BAD_RESPONSE -> {
        // It concerns this repository alone; lists that are too long are refused with 403.
      }
      case RATE_LIMITED, TIMEOUT, NETWORK, SERVER, QUOTA, DISABLED -> calls = 0;
    }
    return Mono.just(List.of());
  }
}
