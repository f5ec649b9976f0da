/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.stats;

import io.signalharvester.app.stats.TableCounts.Count;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows per table and group.
 *
 * @param groups number of rows by group and table, names in camelCase
 * @param estimated tables whose number is the database's estimate
 * @param timestamp when they were counted
 */
public record Stats(
    Map<String, Map<String, Long>> groups, List<String> estimated, Instant timestamp) {

  private static final Pattern WORD_START = Pattern.compile("_([a-z])");

  static Stats of(List<Count> counts, Instant now) {
    Map<String, Count> byTable =
        counts.stream().collect(Collectors.toMap(Count::table, Function.identity()));
    Map<String, Map<String, Long>> groups = new LinkedHashMap<>();
    for (TableGroup group : TableGroup.values()) {
      Map<String, Long> rows = new LinkedHashMap<>();
      for (String table : group.tables()) {
        Count count = byTable.get(table);
        if (count != null) {
          rows.put(camelCase(table), count.rows());
        }
      }
      groups.put(group.label(), rows);
    }
    List<String> estimated =
        counts.stream()
            .filter(Count::estimated)
            .map(count -> camelCase(count.table()))
            .sorted()
            .toList();
    return new Stats(groups, estimated, now);
  }

  private static String camelCase(String table) {
    return WORD_START.matcher(table).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
  }
}
