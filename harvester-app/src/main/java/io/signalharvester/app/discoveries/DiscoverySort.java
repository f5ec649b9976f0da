/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An order of the list. Each has an index of its own, with the id as second column (specification,
 * data-model 6, indexes 15 and 17 to 20).
 */
enum DiscoverySort {
  /** Live score; its order is that of the rank key at every moment (pipelines 4.4). */
  DISCOVERY_SCORE("discoveryScore", "rankKey", "rank_key"),
  /** Time of publication; of first sight when that is unknown. */
  PUBLISHED_AT("publishedAt", "publishedAt", "published_at"),
  /** Component of the score. */
  NOVELTY("novelty", "novelty", "novelty"),
  /** Component of the score. */
  EMERGENCE("emergence", "emergence", "emergence"),
  /** Component of the score. */
  OBSCURITY("obscurity", "obscurity", "obscurity");

  static final Set<String> LABELS =
      Arrays.stream(values()).map(DiscoverySort::label).collect(Collectors.toUnmodifiableSet());

  private final String label;
  private final String key;
  private final String column;

  DiscoverySort(String label, String key, String column) {
    this.label = label;
    this.key = key;
    this.column = column;
  }

  /** Returns the order with this label; it must be one of the labels. */
  static DiscoverySort of(String label) {
    return Arrays.stream(values())
        .filter(sort -> sort.label.equals(label))
        .findFirst()
        .orElseThrow();
  }

  String label() {
    return label;
  }

  String column() {
    return column;
  }

  /** Returns what cursors call this order. */
  String cursorName(boolean ascending) {
    return key + (ascending ? ":asc" : ":desc");
  }

  /** Returns the value of the column that a key of a cursor stands for. */
  Object columnValue(Number key) {
    return this == PUBLISHED_AT
        ? Instant.EPOCH.plus(key.longValue(), ChronoUnit.MICROS)
        : key.doubleValue();
  }

  /** Returns the key of a time: microseconds, as exact as the database. */
  static long keyOf(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
