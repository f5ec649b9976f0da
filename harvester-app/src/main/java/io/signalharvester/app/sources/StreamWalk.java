/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import io.signalharvester.app.sources.StreamPosition.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One run's way through a stream that is read newest first: first the gap that an earlier run left,
 * then what is newer. It decides what of each page is wanted, where the stream stands after it and
 * whether there is a next page. Both ends of a range are asked for once more, because items can
 * share a key; storing twice changes nothing.
 *
 * <p>Immutable, and without any knowledge of how pages are fetched.
 */
public final class StreamWalk {

  // A cap inside the items of one key at the edge of a range would stop every run at the same
  // place,
  // so there a run goes on, up to this many times its pages.
  private static final int PATIENCE = 10;

  private final WalkLimits limits;
  private final long floor;
  private final long upper;
  private final long below;
  private final long top;
  private final int items;
  private final int pages;

  private StreamWalk(
      WalkLimits limits, long floor, long upper, long below, long top, int items, int pages) {
    this.limits = limits;
    this.floor = floor;
    this.upper = upper;
    this.below = below;
    this.top = top;
    this.items = items;
    this.pages = pages;
  }

  /**
   * What follows from a page.
   *
   * @param kept the items to store, in the order of the page
   * @param position where the stream stands once they are stored
   * @param next the walk with the next page; null when the run ends here
   * @param turned whether the next page is the first of a new range
   * @param truncated whether the run ends at a limit, with something left for the next one
   */
  public record Step<T>(
      List<T> kept,
      StreamPosition position,
      @Nullable StreamWalk next,
      boolean turned,
      boolean truncated) {}

  /** Begins where the last run ended. */
  public static StreamWalk from(@Nullable StreamPosition position, WalkLimits limits) {
    if (position == null) {
      return newer(limits, limits.first(), limits.items(), limits.pages());
    }
    long floor = Math.max(position.done(), limits.lowest());
    Gap gap = position.gap();
    if (gap == null) {
      return newer(limits, floor, limits.items(), limits.pages());
    }
    return gap.below() < floor
        ? newer(limits, Math.max(gap.top(), floor), limits.items(), limits.pages())
        : new StreamWalk(
            limits, floor, gap.below(), gap.below(), gap.top(), limits.items(), limits.pages());
  }

  private static StreamWalk newer(WalkLimits limits, long floor, int items, int pages) {
    return new StreamWalk(limits, floor, Long.MAX_VALUE, Long.MAX_VALUE, -1, items, pages);
  }

  /** Returns whether a part of the stream is so old that it is given up, with items in it. */
  public static boolean givesUp(@Nullable StreamPosition position, WalkLimits limits) {
    return position != null && position.gap() != null && position.done() < limits.lowest();
  }

  /** Returns the lowest key that is asked for in this range. */
  public long floor() {
    return floor;
  }

  /** Returns the highest key that is asked for in this range; {@link Long#MAX_VALUE}: no end. */
  public long upper() {
    return upper;
  }

  /** Returns whether this range closes a gap; otherwise it is open above. */
  public boolean closesGap() {
    return upper != Long.MAX_VALUE;
  }

  /**
   * Takes the next page of this range.
   *
   * @param page its items, newest first; those that this run has stored already may be left out
   * @param key the key of an item
   * @param more whether the source has pages after it
   * @throws SourceFault BAD_RESPONSE when the source repeats one key without an end
   */
  public <T> Step<T> page(List<T> page, ToLongFunction<T> key, boolean more) {
    List<T> kept = new ArrayList<>();
    long lowest = below;
    long highest = top;
    boolean cut = false;
    boolean ended = !more;
    for (T item : page) {
      long at = key.applyAsLong(item);
      // One item out of order ends nothing; the last one tells how far the page reaches.
      ended = !more || at < floor;
      if (at < floor || at > upper) {
        continue;
      }
      if (kept.size() >= items && canStopAt(lowest)) {
        cut = true;
        break;
      }
      kept.add(item);
      if (at <= limits.ceiling()) {
        lowest = Math.min(lowest, at);
        // Fixed by the first page: what comes while a walk goes on can push items onto a later page
        // whose own newer neighbours were never seen.
        highest = top < 0 ? Math.max(highest, at) : top;
      }
    }
    return cut || !ended ? goOn(kept, lowest, highest, cut) : end(kept, highest);
  }

  private boolean canStopAt(long lowest) {
    return floor < lowest && lowest < upper;
  }

  private <T> Step<T> goOn(List<T> kept, long lowest, long highest, boolean cut) {
    StreamPosition position =
        new StreamPosition(floor, highest < 0 ? null : new Gap(lowest, highest));
    int itemsLeft = items - kept.size();
    int pagesLeft = pages - 1;
    if (cut || (canStopAt(lowest) && (itemsLeft <= 0 || pagesLeft <= 0))) {
      return new Step<>(List.copyOf(kept), position, null, false, true);
    }
    if (pagesLeft <= -(PATIENCE - 1) * limits.pages()) {
      throw new SourceFault(
          SourceFault.Kind.BAD_RESPONSE, "it gives page after page of items that share one key");
    }
    StreamWalk next = new StreamWalk(limits, floor, upper, lowest, highest, itemsLeft, pagesLeft);
    return new Step<>(List.copyOf(kept), position, next, false, false);
  }

  private <T> Step<T> end(List<T> kept, long highest) {
    StreamPosition position = new StreamPosition(Math.max(floor, highest), null);
    if (!closesGap()) {
      return new Step<>(List.copyOf(kept), position, null, false, false);
    }
    int itemsLeft = items - kept.size();
    int pagesLeft = pages - 1;
    boolean hasRoom = itemsLeft > 0 && pagesLeft > 0;
    StreamWalk next = hasRoom ? newer(limits, position.done(), itemsLeft, pagesLeft) : null;
    return new Step<>(List.copyOf(kept), position, next, hasRoom, !hasRoom);
  }
}
