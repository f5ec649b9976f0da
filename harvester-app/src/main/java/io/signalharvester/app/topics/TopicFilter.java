/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which topics a client wants to see.
 *
 * @param search part of a name or path, in any case; null means all
 * @param parent taxonomy path whose direct children are wanted; null means all
 */
record TopicFilter(@Nullable String search, @Nullable String parent) {

  /** Returns what a row {@code t} must fulfil. */
  String condition() {
    StringBuilder where = new StringBuilder("true");
    if (search != null) {
      // strpos knows no wildcards, so % and _ of a client mean themselves.
      where.append(
          " AND (strpos(lower(t.name), lower(:search)) > 0"
              + " OR strpos(lower(t.taxonomy_path), lower(:search)) > 0)");
    }
    if (parent != null) {
      where.append(
          " AND starts_with(t.taxonomy_path, CAST(:parent AS text) || '/')"
              + " AND strpos(substr(t.taxonomy_path, length(CAST(:parent AS text)) + 2), '/') = 0");
    }
    return where.toString();
  }

  /** Returns what the condition names. */
  Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>();
    if (search != null) {
      values.put("search", search);
    }
    if (parent != null) {
      values.put("parent", parent);
    }
    return Map.copyOf(values);
  }
}
