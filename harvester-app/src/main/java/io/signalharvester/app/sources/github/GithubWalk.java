/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.github;

import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.sources.SourceHttp;
import io.signalharvester.app.sources.SourceJson;
import io.signalharvester.app.sources.SourcePage;
import io.signalharvester.app.sources.SourceReply;
import io.signalharvester.app.sources.SourceRequest;
import io.signalharvester.app.sources.StreamState;
import io.signalharvester.app.sources.StreamWalk;
import io.signalharvester.app.sources.WalkLimits;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * One fetch of a list of repositories that is sorted by the time of the last push. The keys of its
 * position are those times in epoch seconds.
 */
final class GithubWalk {

  private static final int NAMED = 5;

  private final GithubList list;
  private final SourceHttp http;
  private final GithubContributors contributors;
  private final RecentRepositories recent;
  private final int pageSize;
  private final StreamState state;
  private final Consumer<String> warn;
  private final Scheduler parsing;
  private final Set<Long> given = new HashSet<>();
  private StreamState reached;

  GithubWalk(
      GithubList list,
      SourceHttp http,
      GithubContributors contributors,
      RecentRepositories recent,
      int pageSize,
      StreamState state,
      Consumer<String> warn,
      Scheduler parsing) {
    this.list = list;
    this.http = http;
    this.contributors = contributors;
    this.recent = recent;
    this.pageSize = pageSize;
    this.state = state;
    this.reached = state;
    this.warn = warn;
    this.parsing = parsing;
  }

  Flux<SourcePage> pages(WalkLimits limits) {
    if (StreamWalk.givesUp(state.position(), limits)) {
      warn.accept(
          "github: "
              + list.stream()
              + ": what an earlier run left is older than the look-back and is given up");
    }
    return turn(StreamWalk.from(state.position(), limits), 1);
  }

  private Flux<SourcePage> turn(StreamWalk walk, int page) {
    URI address = list.pages().address(walk, page);
    // A state with a gap has no mark, so the list is then read in any case.
    boolean conditional = list.isFixed() && page == 1;
    SourceRequest request =
        conditional ? SourceRequest.since(address, state) : SourceRequest.of(address);
    return http.get(request, this::read)
        .flatMapMany(answer -> answer.page() == null ? Flux.empty() : take(walk, page, answer));
  }

  private Mono<Answer> read(SourceReply reply) {
    return reply.notModified()
        ? Mono.just(new Answer(reply, null))
        : Mono.fromCallable(
                () -> new Answer(reply, GithubPage.repositories(SourceJson.read(reply))))
            .subscribeOn(parsing);
  }

  private Flux<SourcePage> take(StreamWalk walk, int number, Answer answer) {
    GithubPage<GithubRepository> page = answer.items();
    tell(page);
    recent.saw(list, page.items());
    StreamWalk.Step<GithubRepository> step =
        walk.page(
            page.items(),
            repository -> Math.max(0, repository.pushedAt().getEpochSecond()),
            hasMore(answer, number));
    List<GithubRepository> kept =
        step.kept().stream().filter(repository -> given.add(repository.id())).toList();
    boolean isIncomplete = page.incomplete();
    StreamWalk next = step.next();
    StreamState after = isIncomplete ? reached : after(answer, step);
    reached = after;
    Flux<SourcePage> taken =
        contributors
            .artifacts(kept)
            .map(items -> new SourcePage(items, after, step.truncated()))
            .flux();
    if (isIncomplete) {
      return taken.concatWith(Mono.error(() -> incomplete(page)));
    }
    return next == null
        ? taken
        : taken.concatWith(Flux.defer(() -> turn(next, step.turned() ? 1 : number + 1)));
  }

  /** The mark is kept only when nothing is left that an unchanged list would hide. */
  private StreamState after(Answer answer, StreamWalk.Step<?> step) {
    StreamState bare = new StreamState(step.position(), null, null);
    boolean isWhole = step.next() == null && !step.truncated();
    return list.isFixed() && isWhole ? answer.reply().mark(bare) : bare;
  }

  private boolean hasMore(Answer answer, int number) {
    GithubPage<?> page = answer.items();
    String link = answer.reply().header("link");
    if (link != null) {
      return link.contains("rel=\"next\"");
    }
    Integer total = page.total();
    return page.entries() >= pageSize && (total == null || (long) number * pageSize < total);
  }

  private void tell(GithubPage<?> page) {
    if (!page.unusable().isEmpty()) {
      warn.accept(
          "github: "
              + list.stream()
              + ": "
              + page.unusable().size()
              + " entries were left out, they lack an id, name or date: "
              + page.unusable().stream().limit(NAMED).collect(Collectors.joining(", ")));
    }
  }

  private static SourceFault incomplete(GithubPage<?> page) {
    return new SourceFault(
        Kind.BAD_RESPONSE,
        "its search ran out of time: " + page.entries() + " repositories came, more may exist");
  }

  /**
   * An answer and what it says.
   *
   * @param page null when nothing changed
   */
  private record Answer(SourceReply reply, @Nullable GithubPage<GithubRepository> page) {

    GithubPage<GithubRepository> items() {
      if (page == null) {
        throw new IllegalStateException("an unchanged list has no items");
      }
      return page;
    }
  }
}
