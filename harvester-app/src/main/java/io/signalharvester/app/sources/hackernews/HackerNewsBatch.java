/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.hackernews;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Absent;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Failed;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Found;
import io.signalharvester.app.sources.hackernews.HackerNewsItem.Unusable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Items that were asked for together, up to the first call that failed.
 *
 * @param items what came, in the order of asking, without the failed one
 * @param fault why the last call failed; null when none did
 */
record HackerNewsBatch(List<HackerNewsItem> items, @Nullable SourceFault fault) {

  static HackerNewsBatch of(List<HackerNewsItem> answers) {
    List<HackerNewsItem> items = new ArrayList<>();
    for (HackerNewsItem answer : answers) {
      if (answer instanceof Failed failed) {
        return new HackerNewsBatch(List.copyOf(items), failed.fault());
      }
      items.add(answer);
    }
    // One odd item is left out; a server that talks nonsense throughout must not be passed over.
    boolean nonsense = items.size() > 1 && items.stream().allMatch(Unusable.class::isInstance);
    return nonsense
        ? new HackerNewsBatch(
            List.of(),
            new SourceFault(
                Kind.BAD_RESPONSE, "none of " + items.size() + " items in a row makes sense"))
        : new HackerNewsBatch(List.copyOf(items), null);
  }

  List<RawArtifact> artifacts() {
    return found().map(Found::artifact).toList();
  }

  List<Long> replies(int most) {
    return found().flatMap(item -> item.replies().stream().limit(most)).toList();
  }

  List<String> warnings() {
    return items.stream()
        .filter(Unusable.class::isInstance)
        .map(item -> ((Unusable) item).sentence())
        .toList();
  }

  /**
   * Returns the highest number up to which nothing is missing, in a batch that rises. A number is
   * given out a moment before its item can be read, so an item that is absent stops the counting,
   * unless one with a higher number is older than the moment.
   *
   * @param before the answer when the first item stops it already
   * @param settled what is older than this does not appear any more
   */
  long doneUpTo(long before, Instant settled) {
    long done = before;
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Absent && !isFollowed(i, settled)) {
        return done;
      }
      done = items.get(i).id();
    }
    return done;
  }

  /** Returns whether {@link #doneUpTo} reaches the end. */
  boolean isWhole(Instant settled) {
    return fault == null && (items.isEmpty() || doneUpTo(-1, settled) == items.getLast().id());
  }

  private boolean isFollowed(int place, Instant settled) {
    return items.subList(place + 1, items.size()).stream()
        .anyMatch(later ->
            later instanceof Found found && found.artifact().publishedAt().isBefore(settled));
  }

  private Stream<Found> found() {
    return items.stream().filter(Found.class::isInstance).map(Found.class::cast);
  }
}
