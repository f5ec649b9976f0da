/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import io.signalharvester.app.web.CacheClass;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What makes cached replies wrong (specification, http-api 1.5). */
public enum CacheEvent {
  /** Scores were computed. */
  SCORE(EnumSet.of(CacheClass.DISCOVERY, CacheClass.TOPIC, CacheClass.ANALYTICS)),
  /** Artifacts were stored. */
  FETCH(EnumSet.of(CacheClass.DISCOVERY, CacheClass.ANALYTICS)),
  /** Relationships were detected. */
  RELATIONSHIP_DETECTION(EnumSet.of(CacheClass.RELATIONSHIP, CacheClass.DISCOVERY)),
  /** A label was set or removed. */
  LABEL(EnumSet.of(CacheClass.ANALYTICS)),
  /** Entities were merged, or a merge was undone. */
  MERGE(EnumSet.of(CacheClass.ENTITY)),
  /** A person's data were removed. */
  PRIVACY_DELETE(EnumSet.allOf(CacheClass.class));

  private final Set<CacheClass> classes;

  CacheEvent(Set<CacheClass> classes) {
    this.classes = Set.copyOf(classes);
  }

  /** Returns the classes whose cached replies end with the event. */
  public Set<CacheClass> classes() {
    return classes;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
