/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.arxiv;

import io.signalharvester.app.config.ArxivSettings;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.SourceClient;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceHttp;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Fetches the newest papers of the configured categories from arXiv, page by page. */
public final class ArxivClient implements SourceClient {

  private final ArxivSettings settings;
  private final SourceHttp http;
  private final Scheduler parsing;
  private final ArxivFeed feed = new ArxivFeed();

  /**
   * Creates a client.
   *
   * @param settings what to ask for
   * @param http how to ask
   * @param parsing where feeds are parsed; parsing is work and must not run on an event loop
   */
  public ArxivClient(ArxivSettings settings, SourceHttp http, Scheduler parsing) {
    this.settings = settings;
    this.http = http;
    this.parsing = parsing;
  }

  @Override
  public String source() {
    return ArxivEntry.SOURCE;
  }

  @Override
  public Flux<RawArtifact> fetch(Instant notBefore, Consumer<String> warn) {
    return step(0, notBefore, warn)
        .expand(step ->
            step.isLast(notBefore, settings) ? Mono.empty() : step(step.next(), notBefore, warn))
        // Delayed, so that a page which fails does not take away the one before that is still being
        // read.
        .concatMapDelayError(step -> step.papers(settings), true, 1)
        .filter(paper -> !paper.publishedAt().isBefore(notBefore))
        // New papers push older ones onto the next page while it is being asked for.
        .distinct(RawArtifact::externalId)
        .take(settings.maxArtifacts());
  }

  private Mono<Step> step(int start, Instant notBefore, Consumer<String> warn) {
    return http.get(uri(start))
        .publishOn(parsing)
        .map(reply -> new Step(start, feed.read(reply)))
        .doOnNext(step -> step.warnings(notBefore, settings).forEach(warn));
  }

  URI uri(int start) {
    String query =
        settings.categories().stream()
            .map(name -> "cat:" + name)
            .collect(Collectors.joining(" OR "));
    String base = settings.baseUrl().toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + "/api/query?search_query="
            + URLEncoder.encode(query, StandardCharsets.UTF_8)
            + "&sortBy=submittedDate&sortOrder=descending&start="
            + start
            + "&max_results="
            + settings.pageSize());
  }

  /**
   * A page and its place in the walk.
   *
   * @param start offset of its first entry
   * @param page what arXiv answered
   */
  private record Step(int start, ArxivPage page) {

    int next() {
      return start + page.entries();
    }

    /**
     * Whether arXiv promised more entries on this page than it gave. It does so when it is
     * overloaded.
     */
    boolean isShort(ArxivSettings settings) {
      Integer total = page.total();
      return total != null && page.entries() < settings.pageSize() && next() < total;
    }

    Flux<RawArtifact> papers(ArxivSettings settings) {
      Flux<RawArtifact> papers = Flux.fromIterable(page.papers());
      return isShort(settings)
          ? papers.concatWith(
              Mono.error(() ->
                  new SourceFault(
                      SourceFault.Kind.BAD_RESPONSE,
                      "the page at "
                          + start
                          + " has "
                          + page.entries()
                          + " entries although "
                          + page.total()
                          + " exist")))
          : papers;
    }

    boolean isLast(Instant notBefore, ArxivSettings settings) {
      return hasEnded(notBefore, settings) || next() >= settings.maxArtifacts();
    }

    List<String> warnings(Instant notBefore, ArxivSettings settings) {
      List<String> warnings = new ArrayList<>(page.unusable());
      long within =
          start
              + page.papers().stream()
                  .filter(paper -> !paper.publishedAt().isBefore(notBefore))
                  .count();
      boolean goesOn = !hasEnded(notBefore, settings) && next() >= settings.maxArtifacts();
      if (within > settings.maxArtifacts() || goesOn) {
        warnings.add(
            "arxiv: truncated at "
                + settings.maxArtifacts()
                + " papers (sources.arxiv.max-artifacts); older ones inside the look-back were not fetched");
      }
      return warnings;
    }

    private boolean hasEnded(Instant notBefore, ArxivSettings settings) {
      Integer total = page.total();
      return page.entries() < settings.pageSize()
          || (total != null && next() >= total)
          || page.papers().stream().anyMatch(paper -> paper.publishedAt().isBefore(notBefore));
    }
  }
}
