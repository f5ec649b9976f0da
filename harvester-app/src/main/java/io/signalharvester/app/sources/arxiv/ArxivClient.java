/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.arxiv;

import io.signalharvester.app.config.ArxivSettings;
import io.signalharvester.app.sources.BudgetWindow;
import io.signalharvester.app.sources.SourceClient;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceHttp;
import io.signalharvester.app.sources.SourcePage;
import io.signalharvester.app.sources.SourceReply;
import io.signalharvester.app.sources.StreamState;
import io.signalharvester.app.sources.StreamWalk;
import io.signalharvester.app.sources.WalkLimits;
import io.signalharvester.app.sources.arxiv.ArxivPlace.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Fetches the papers of the configured categories from arXiv, newest first, from where the last run
 * ended.
 */
public final class ArxivClient implements SourceClient {

  private static final String STREAM = "newest";

  private final ArxivSettings settings;
  private final SourceHttp http;
  private final Scheduler parsing;
  private final Clock clock;
  private final ArxivFeed feed = new ArxivFeed();
  private final ArxivAddress address;

  /**
   * Creates a client.
   *
   * @param settings what to ask for
   * @param http how to ask
   * @param parsing where feeds are parsed; parsing is work and must not run on an event loop
   * @param clock the present; a paper of the future moves no position
   */
  public ArxivClient(ArxivSettings settings, SourceHttp http, Scheduler parsing, Clock clock) {
    this.settings = settings;
    this.http = http;
    this.parsing = parsing;
    this.clock = clock;
    this.address = new ArxivAddress(settings);
  }

  /** Returns the windows of arXiv's budget. */
  public static List<BudgetWindow> windows(ArxivSettings settings) {
    BudgetWindow day = BudgetWindow.day(settings.budgetPerDay());
    return settings.spacing().isZero()
        ? List.of(day)
        : List.of(BudgetWindow.spacing(settings.spacing()), day);
  }

  @Override
  public String source() {
    return ArxivEntry.SOURCE;
  }

  @Override
  public List<String> streams() {
    return List.of(STREAM);
  }

  @Override
  public Flux<SourcePage> fetch(
      String stream, StreamState state, Instant notBefore, Consumer<String> warn) {
    return Flux.defer(() -> {
      WalkLimits limits = WalkLimits.ofTimes(notBefore, clock.instant(), settings.maxArtifacts());
      if (StreamWalk.givesUp(state.position(), limits)) {
        warn.accept(
            "arxiv: what an earlier run left over is older than "
                + Instant.ofEpochSecond(limits.lowest())
                + " and is given up");
      }
      // New papers push older ones onto the next page while it is being asked for.
      Set<String> given = new HashSet<>();
      ArxivPlace first =
          new ArxivPlace(StreamWalk.from(state.position(), limits), 0, settings.pageSize(), state);
      return step(first, given)
          .expand(step -> next(step, given))
          .doOnNext(step -> step.unusable().forEach(warn))
          .map(Step::page);
    });
  }

  private Mono<Step> next(Step step, Set<String> given) {
    SourceFault fault = step.fault();
    if (fault != null) {
      return Mono.error(fault);
    }
    ArxivPlace next = step.next();
    return next == null ? Mono.empty() : step(next, given);
  }

  /** Empty when arXiv says that nothing changed. */
  private Mono<Step> step(ArxivPlace place, Set<String> given) {
    AtomicReference<@Nullable ArxivPage> partial = new AtomicReference<>();
    return http.get(place.request(address), reply -> read(reply, place, partial, given))
        .onErrorResume(
            SourceFault.class,
            fault -> {
              ArxivPage page = partial.get();
              return page == null
                  ? Mono.error(fault)
                  : Mono.just(place.partialStep(page, given, fault));
            });
  }

  private Mono<Step> read(
      SourceReply reply,
      ArxivPlace place,
      AtomicReference<@Nullable ArxivPage> partial,
      Set<String> given) {
    if (reply.notModified()) {
      return Mono.empty();
    }
    return Mono.fromCallable(
            () -> {
              ArxivPage page = feed.read(reply);
              SourceFault shortness = page.shortness(place.start(), place.size());
              if (shortness != null) {
                partial.set(page);
                throw shortness;
              }
              return place.step(reply, page, given);
            })
        .subscribeOn(parsing);
  }
}
