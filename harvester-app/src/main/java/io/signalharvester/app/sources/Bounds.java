/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts what sources say to sizes that rows can carry. Lengths are in code points. */
final class Bounds {

  private static final int LINK = 2_048;
  private static final int NAMES = 50;
  private static final int NAME = 64;
  private static final int ITEMS = 200;
  private static final int VALUE = 2_000;
  private static final int DEPTH = 3;
  private static final int ALL = 65_536;

  private Bounds() {}

  /**
   * Returns the text without NUL, which PostgreSQL does not store, and not longer than the most.
   */
  static String text(String text, int most) {
    String clean = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    if (clean.length() <= most || clean.codePointCount(0, clean.length()) <= most) {
      return clean;
    }
    return clean.substring(0, clean.offsetByCodePoints(0, most));
  }

  /** Returns the address, or an empty text when there is none that a browser may follow. */
  static String link(@Nullable String url) {
    if (url == null || url.length() > LINK || url.indexOf('\0') >= 0) {
      return "";
    }
    boolean web =
        url.regionMatches(true, 0, "https://", 0, 8) || url.regionMatches(true, 0, "http://", 0, 7);
    return web ? url : "";
  }

  /**
   * Returns a copy with at most 50 names, 200 items a list, 3 levels and 65,536 characters in all;
   * what goes beyond that is left out.
   *
   * @throws IllegalArgumentException when a value is no text, number, boolean, list or map
   */
  static Map<String, Object> metadata(Map<String, ?> metadata) {
    return map(metadata, DEPTH, new int[] {ALL});
  }

  private static Map<String, Object> map(Map<?, ?> map, int depth, int[] left) {
    Map<String, Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = text(String.valueOf(entry.getKey()), NAME);
      Object value = value(entry.getValue(), depth - 1, left);
      if (copy.size() < NAMES && value != null) {
        copy.put(name, value);
      }
    }
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object value(@Nullable Object value, int depth, int[] left) {
    return switch (value) {
      case null -> null;
      case String text -> {
        String cut = text(text, VALUE);
        left[0] -= cut.length();
        yield left[0] < 0 ? null : cut;
      }
      case Number number -> number;
      case Boolean flag -> flag;
      case List<?> list -> depth <= 0 ? null : items(list, depth, left);
      case Map<?, ?> map -> depth <= 0 ? null : map(map, depth, left);
      default ->
          throw new IllegalArgumentException(
              "metadata holds a "
                  + value.getClass().getSimpleName()
                  + "; it may hold texts,"
                  + " numbers, booleans, lists and maps");
    };
  }

  private static List<Object> items(List<?> list, int depth, int[] left) {
    List<Object> copy = new ArrayList<>();
    for (Object item : list.subList(0, Math.min(list.size(), ITEMS))) {
      Object kept = value(item, depth - 1, left);
      if (kept != null) {
        copy.add(kept);
      }
    }
    return List.copyOf(copy);
  }
}
