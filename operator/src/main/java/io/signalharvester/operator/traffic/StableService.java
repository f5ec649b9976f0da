/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.traffic;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import io.signalharvester.operator.model.Settled;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Service that follows the stable revision inside the cluster. Its annotations are the record
 * of which revision that is: they are written in the same patch as the selector, so they survive a
 * lost status and cannot contradict the traffic.
 */
public final class StableService {

  static final String STABLE = SignalHarvester.GROUP + "/stable-revision";
  static final String SINCE = SignalHarvester.GROUP + "/stable-since";

  private StableService() {}

  /**
   * What the Service records.
   *
   * @param since when the revision became stable
   */
  public record Stable(String revision, Instant since) {}

  /** The Service for a stable revision. */
  public static Service of(Settled asked, Stable stable, Service ofRevision) {
    return new ServiceBuilder(ofRevision)
        .editMetadata()
        .withName(asked.names().service())
        .withAnnotations(
            new TreeMap<>(Map.of(STABLE, stable.revision(), SINCE, stable.since().toString())))
        .endMetadata()
        .build();
  }

  /** Reads the record; empty when no revision has ever been stable. */
  public static Optional<Stable> read(Optional<Service> service) {
    Map<String, String> annotations =
        service
            .map(found -> found.getMetadata().getAnnotations())
            .map(found -> (Map<String, String>) new TreeMap<>(found))
            .orElse(Map.of());
    return Optional.ofNullable(annotations.get(STABLE))
        .map(revision -> stable(revision, annotations.get(SINCE)));
  }

  /** A record whose time may be unknown or spoilt; the revision is what counts. */
  public static Stable stable(String revision, @Nullable String since) {
    try {
      return new Stable(revision, since == null ? Instant.EPOCH : Instant.parse(since));
    } catch (DateTimeParseException e) {
      return new Stable(revision, Instant.EPOCH);
    }
  }
}
