/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.web;

import io.signalharvester.app.web.Endpoint.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page that a client asks for by number (specification, http-api 1.4). Rows that come or go
 * between two requests move others over the edge of a page; a walk by cursor has no such gaps.
 *
 * @param page its number, from 1
 * @param size rows of a page, 1 to 100
 */
public record PageNumber(int page, int size) {

  /** What the lists that are read so take, beside what they take for cursors. */
  public static final List<Parameter> PARAMETERS =
      List.of(
          new Parameter(
              "page",
              "from 1",
              "1 with pageSize",
              "Number of the page, instead of limit and cursor; the reply then is"
                  + " {items, total, page, pageSize, totalPages}. Times pageSize it is at most 10,000."),
          new Parameter("pageSize", "1 to 100", "20 with page", "Rows of a page with a number."));

  /** What lies further back is counted off row by row, so it is left to cursors. */
  private static final int MOST_ROWS = 10_000;

  /**
   * Reads it; null when the client does not ask for a number.
   *
   * @throws ProblemException when it is too far back or comes together with a cursor or limit
   */
  public static @Nullable PageNumber of(QueryParameters parameters) {
    if (!parameters.has("page") && !parameters.has("pageSize")) {
      return null;
    }
    if (parameters.has("cursor") || parameters.has("limit")) {
      throw new ProblemException(
          ErrorCode.INVALID_PARAMETER,
          "page and pageSize do not go together with cursor and limit: send one pair of them.");
    }
    Integer page = parameters.optionalWhole("page", 1, 999_999_999);
    Integer size = parameters.optionalWhole("pageSize", 1, 100);
    PageNumber number = new PageNumber(page == null ? 1 : page, size == null ? 20 : size);
    if ((long) number.page * number.size > MOST_ROWS) {
      throw new ProblemException(
          ErrorCode.INVALID_PARAMETER,
          "page times pageSize is %d, but must be at most %d: ask for more with a filter, or walk with cursor and limit."
              .formatted((long) number.page * number.size, MOST_ROWS));
    }
    return number;
  }

  /** Returns how many rows come before the page. */
  public int skip() {
    return (page - 1) * size;
  }

  /**
   * Returns the reply.
   *
   * @param items the rows of the page
   * @param total rows of all pages
   */
  public <T> Numbered<T> reply(List<T> items, long total) {
    return new Numbered<>(List.copyOf(items), total, page, size, (total + size - 1) / size);
  }

  /**
   * A page with a number.
   *
   * @param items its rows; none when it lies behind the last page
   * @param total rows of all pages
   * @param page its number, from 1
   * @param pageSize most rows of a page
   * @param totalPages number of pages, 0 when there is no row
   */
  public record Numbered<T>(List<T> items, long total, int page, int pageSize, long totalPages) {}
}
