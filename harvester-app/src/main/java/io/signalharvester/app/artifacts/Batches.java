/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import io.signalharvester.app.sources.RawArtifact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Splits a page into units that one transaction stores: bounded in number and in characters. */
final class Batches {

  static final int MOST_ITEMS = 500;
  static final int MOST_CHARACTERS = 4_000_000;

  // Whoever stores in the same order as everybody else cannot wait in a circle.
  private static final Comparator<RawArtifact> ORDER =
      Comparator.comparing(RawArtifact::source).thenComparing(RawArtifact::externalId);

  private record Key(String source, String externalId) {}

  private Batches() {}

  /** Returns the items once each, the last of those with the same source and id. */
  static List<List<RawArtifact>> of(List<RawArtifact> page) {
    Map<Key, RawArtifact> once = new LinkedHashMap<>();
    page.forEach(item -> once.put(new Key(item.source(), item.externalId()), item));

    List<List<RawArtifact>> batches = new ArrayList<>();
    List<RawArtifact> batch = new ArrayList<>();
    long characters = 0;
    for (RawArtifact item : once.values().stream().sorted(ORDER).toList()) {
      long size = size(item);
      if (!batch.isEmpty() && (batch.size() == MOST_ITEMS || characters + size > MOST_CHARACTERS)) {
        batches.add(batch);
        batch = new ArrayList<>();
        characters = 0;
      }
      batch.add(item);
      characters += size;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private static long size(RawArtifact item) {
    String raw = item.rawJson();
    return (long) item.title().length()
        + item.content().length()
        + (raw == null ? 0 : raw.length());
  }
}
