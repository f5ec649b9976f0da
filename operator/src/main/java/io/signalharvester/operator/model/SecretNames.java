/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.signalharvester.api.v1alpha1.CacheSpec;
import io.signalharvester.api.v1alpha1.DatabaseSpec;
import io.signalharvester.api.v1alpha1.ExternalStore;
import io.signalharvester.api.v1alpha1.SignalHarvesterSpec;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The Secrets that a resource names and whose contents matter to a plan. */
public final class SecretNames {

  private SecretNames() {}

  /** All of them, by name. */
  public static SortedSet<String> of(SignalHarvesterSpec spec) {
    SortedSet<String> names = new TreeSet<>();
    database(spec).ifPresent(names::add);
    cache(spec).ifPresent(names::add);
    return names;
  }

  /** The one that opens an external database. */
  public static Optional<String> database(SignalHarvesterSpec spec) {
    return name(Optional.ofNullable(spec.database()).map(DatabaseSpec::external));
  }

  /** The one that opens an external cache. */
  public static Optional<String> cache(SignalHarvesterSpec spec) {
    return name(Optional.ofNullable(spec.cache()).map(CacheSpec::external));
  }

  private static Optional<String> name(Optional<ExternalStore> store) {
    return store.map(external -> external.secretRef().name());
  }
}
