/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.hackernews;

import io.signalharvester.app.config.HackerNewsSettings;
import io.signalharvester.app.sources.BudgetWindow;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.SourceClient;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.sources.SourceHttp;
import io.signalharvester.app.sources.SourceJson;
import io.signalharvester.app.sources.SourcePage;
import io.signalharvester.app.sources.SourceRequest;
import io.signalharvester.app.sources.StreamPosition;
import io.signalharvester.app.sources.StreamState;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Failed;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Unusable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;

/**
 * Fetches stories, questions, shows, jobs and, if wanted, comments from Hacker News.
 *
 * <p>The stream {@code new} is read oldest first: its list is known whole from one call, so that a
 * plain number says how far it was stored. The stream {@code top} is read whole in each run,
 * because votes are what changes there.
 */
public final class HackerNewsClient implements SourceClient {

  private static final String NEW = "new";
  private static final String TOP = "top";

  // Hacker News never lists more.
  private static final int LIST = 500;
  private static final int BATCH = 30;
  private static final int PARALLEL = 8;
  private static final Duration SETTLES = Duration.ofMinutes(10);

  private final HackerNewsSettings settings;
  private final SourceHttp http;
  private final Clock clock;
  private final Scheduler parsing;

  /**
   * Creates a client.
   *
   * @param settings what to ask for
   * @param http how to ask
   * @param clock the present
   * @param parsing where answers are parsed; parsing is work and must not run on an event loop
   */
  public HackerNewsClient(
      HackerNewsSettings settings, SourceHttp http, Clock clock, Scheduler parsing) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
    this.parsing = parsing;
  }

  /** Returns the windows of Hacker News's budget. */
  public static List<BudgetWindow> windows(HackerNewsSettings settings) {
    return List.of(BudgetWindow.day(settings.budgetPerDay()));
  }

  @Override
  public String source() {
    return HackerNewsItem.SOURCE;
  }

  @Override
  public List<String> streams() {
    return List.of(NEW, TOP);
  }

  @Override
  public Flux<SourcePage> fetch(
      String stream, StreamState state, Instant notBefore, Consumer<String> warn) {
    return switch (stream) {
      case NEW -> ids("newstories").flatMapMany(ids -> newest(ids, state, notBefore, warn));
      case TOP -> ids("topstories").flatMapMany(ids -> top(ids, state, warn));
      default -> throw new IllegalArgumentException("hackernews has no stream " + stream);
    };
  }

  private Flux<SourcePage> newest(
      List<Long> listed, StreamState state, Instant notBefore, Consumer<String> warn) {
    @Nullable StreamPosition position = state.position();
    long done = position == null ? 0 : position.done();
    List<Long> ids = listed.stream().sorted().toList();
    List<Long> wanted = ids.stream().filter(id -> id > done).toList();
    int most = settings.maxArtifacts();
    boolean truncated = position != null && wanted.size() > most;
    if (position != null && ids.size() >= LIST && wanted.size() == ids.size()) {
      warn.accept(
          "hackernews: the list of new items no longer reaches back to the last run; those between are lost");
    }
    List<Long> asked =
        position == null
            ? wanted.subList(Math.max(0, wanted.size() - most), wanted.size())
            : wanted.subList(0, Math.min(wanted.size(), most));
    Instant earliest = position == null ? notBefore : Instant.EPOCH;
    return newest(batches(asked), 0, state, earliest, truncated, warn);
  }

  private Flux<SourcePage> newest(
      List<List<Long>> batches,
      int next,
      StreamState state,
      Instant earliest,
      boolean truncated,
      Consumer<String> warn) {
    if (next >= batches.size()) {
      return Flux.empty();
    }
    return batch(batches.get(next), warn)
        .flatMapMany(batch -> {
          Instant settled = clock.instant().minus(SETTLES);
          @Nullable StreamPosition position = state.position();
          long done = batch.doneUpTo(position == null ? 0 : position.done(), settled);
          StreamState after = done == 0 ? state : state.at(new StreamPosition(done, null));
          List<RawArtifact> items =
              batch.artifacts().stream()
                  .filter(item -> !item.publishedAt().isBefore(earliest))
                  .toList();
          boolean last = next + 1 == batches.size();
          Flux<SourcePage> page = Flux.just(new SourcePage(items, after, truncated && last));
          if (batch.fault() != null) {
            return page.concatWith(Mono.error(batch.fault()));
          }
          return batch.isWhole(settled)
              ? page.concatWith(
                  Flux.defer(() -> newest(batches, next + 1, after, earliest, truncated, warn)))
              // What comes after a missing item is given, but the next run starts at that one.
              : page.concatWith(Flux.defer(() -> still(batches, next + 1, after, earliest, warn)));
        });
  }

  /** Gives the rest without moving the position. */
  private Flux<SourcePage> still(
      List<List<Long>> batches,
      int next,
      StreamState state,
      Instant earliest,
      Consumer<String> warn) {
    return Flux.fromIterable(batches.subList(next, batches.size()))
        .concatMap(ids -> batch(ids, warn).flatMapMany(batch -> pages(batch, state, earliest)), 1);
  }

  private Flux<SourcePage> top(List<Long> listed, StreamState state, Consumer<String> warn) {
    List<Long> asked = listed.subList(0, Math.min(listed.size(), settings.maxItems()));
    return Flux.fromIterable(batches(asked))
        .concatMap(
            ids ->
                batch(ids, warn)
                    .flatMapMany(batch ->
                        pages(batch, state, Instant.EPOCH)
                            .concatWith(Flux.defer(() -> comments(batch, state, warn)))),
            1);
  }

  private Flux<SourcePage> comments(
      HackerNewsBatch stories, StreamState state, Consumer<String> warn) {
    return still(batches(stories.replies(settings.comments())), 0, state, Instant.EPOCH, warn);
  }

  private static Flux<SourcePage> pages(
      HackerNewsBatch batch, StreamState state, Instant earliest) {
    List<RawArtifact> items =
        batch.artifacts().stream().filter(item -> !item.publishedAt().isBefore(earliest)).toList();
    Flux<SourcePage> page =
        items.isEmpty() ? Flux.empty() : Flux.just(new SourcePage(items, state, false));
    return batch.fault() == null ? page : page.concatWith(Mono.error(batch.fault()));
  }

  private Mono<List<Long>> ids(String list) {
    return read(list, HackerNewsReader::ids).map(ids -> ids.subList(0, Math.min(ids.size(), LIST)));
  }

  private Mono<HackerNewsBatch> batch(List<Long> ids, Consumer<String> warn) {
    return Flux.fromIterable(ids)
        .flatMapSequential(this::item, PARALLEL, 1)
        .takeUntil(Failed.class::isInstance)
        .collectList()
        .map(HackerNewsBatch::of)
        .doOnNext(batch -> batch.warnings().forEach(warn));
  }

  private Mono<HackerNewsItem> item(long id) {
    return read("item/" + id, json -> HackerNewsReader.item(id, json))
        .onErrorResume(
            SourceFault.class,
            fault ->
                Mono.just(
                    fault.kind() == Kind.BAD_RESPONSE ? new Unusable(id) : new Failed(id, fault)));
  }

  private <T> Mono<T> read(String path, Function<JsonNode, T> reader) {
    return http.get(
        SourceRequest.of(uri(path)),
        reply ->
            Mono.fromCallable(() -> reader.apply(SourceJson.read(reply))).subscribeOn(parsing));
  }

  private static List<List<Long>> batches(List<Long> ids) {
    List<List<Long>> batches = new ArrayList<>();
    for (int i = 0; i < ids.size(); i += BATCH) {
      batches.add(ids.subList(i, Math.min(i + BATCH, ids.size())));
    }
    return List.copyOf(batches);
  }

  private URI uri(String path) {
    String base = settings.baseUrl().toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + "/v0/"
            + path
            + ".json");
  }
}
