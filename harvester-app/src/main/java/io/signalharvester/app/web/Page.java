/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list (specification, http-api 1.4).
 *
 * @param items the rows
 * @param nextCursor where the next page starts, or null on the last
 * @param hasMore whether there is a next page
 */
public record Page<T>(List<T> items, @Nullable String nextCursor, boolean hasMore) {

  /**
   * Makes a page of the rows that were read.
   *
   * @param rows up to limit + 1 rows; the one above the limit only tells that there are more
   * @param limit most rows of the page
   * @param cursor writes the cursor that starts after a row
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursor) {
    return rows.size() > limit
        ? new Page<>(List.copyOf(rows.subList(0, limit)), cursor.apply(rows.get(limit - 1)), true)
        : new Page<>(List.copyOf(rows), null, false);
  }

  /** Returns a page that holds a whole list. */
  public static <T> Page<T> whole(List<T> items) {
    return new Page<>(List.copyOf(items), null, false);
  }

  /** Returns the page with each row as clients see it. */
  public <R> Page<R> map(Function<T, R> shown) {
    return new Page<>(items.stream().map(shown).toList(), nextCursor, hasMore);
  }

  /** Returns the form of the paths that end in {@code /paginated}. */
  public Paginated<T> paginated() {
    return new Paginated<>(items, nextCursor, hasMore, null);
  }

  /**
   * A page with the member that clients of the older paths look for.
   *
   * @param items the rows
   * @param nextCursor where the next page starts, or null on the last
   * @param hasMore whether there is a next page
   * @param total always null: a walk by cursor does not count
   */
  public record Paginated<T>(
      List<T> items, @Nullable String nextCursor, boolean hasMore, @Nullable Long total) {}
}
