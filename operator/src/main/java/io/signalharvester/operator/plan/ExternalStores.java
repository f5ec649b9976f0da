/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.signalharvester.operator.model.ExternalKeys;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.model.NetworkPolicies;
import io.signalharvester.operator.model.Reach;
import io.signalharvester.operator.model.Revision;
import io.signalharvester.operator.model.SecretKey;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.observe.NamedSecret;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.status.Blocker;
import io.signalharvester.operator.status.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The stores that somebody else runs: whether their Secrets say what is needed. */
final class ExternalStores {

  private final Observation observation;
  private final Settled asked;

  ExternalStores(Observation observation, Settled asked) {
    this.observation = observation;
    this.asked = asked;
  }

  /** What is wrong with the Secret of the database; what could not be read is not. */
  Optional<Blocker> databaseFault() {
    return asked.external().database().flatMap(name -> fault(name, ExternalKeys.DATABASE));
  }

  /** What is wrong with the Secret of the cache. */
  Optional<Blocker> cacheFault() {
    return asked.external().cache().flatMap(name -> fault(name, ExternalKeys.CACHE));
  }

  private Optional<Blocker> fault(String name, List<SecretKey> keys) {
    return switch (observation.secret(name)) {
      case NamedSecret.Unread unread -> Optional.empty();
      case NamedSecret.Absent absent ->
          Optional.of(
              new Blocker(
                  true,
                  Reason.SECRET_MISSING,
                  "Secret %s does not exist: create it, with the label %s: \"true\" to go on at once"
                      .formatted(name, Labels.WATCH)));
      case NamedSecret.Present present ->
          keys.stream()
              .filter(key -> !key.accepts(present.values().get(key.name())))
              .findFirst()
              .map(key ->
                  present.values().containsKey(key.name())
                      ? new Blocker(
                          true,
                          Reason.SECRET_INVALID,
                          "key %s of Secret %s must be %s: correct it"
                              .formatted(key.name(), name, key.rule()))
                      : new Blocker(
                          true,
                          Reason.SECRET_MISSING,
                          "Secret %s has no key %s: add it; it must be %s"
                              .formatted(name, key.name(), key.rule())));
    };
  }

  /**
   * The ports to open. A port is closed when a new revision has taken over from all others and its
   * Secrets were read: pods that run go on with what their Secret said when they started.
   */
  Reach.Stores opened() {
    String wanted = Revision.of(observation.resource().getSpec());
    SortedSet<Integer> ports = new TreeSet<>();
    asked
        .external()
        .secrets()
        .forEach(name -> port(observation.secret(name)).ifPresent(ports::add));
    Optional<Reach.Stores> before =
        observation
            .find(NetworkPolicy.class, asked.names().externalPolicy())
            .map(NetworkPolicies::opened);
    boolean takenOver = allRead() && revisions().allMatch(wanted::equals);
    if (before.isEmpty() || (takenOver && !before.get().revision().equals(wanted))) {
      return new Reach.Stores(ports, wanted);
    }
    ports.addAll(before.get().ports());
    return new Reach.Stores(ports, before.get().revision());
  }

  private boolean allRead() {
    return asked.external().secrets().stream()
        .allMatch(name -> port(observation.secret(name)).isPresent());
  }

  private static Optional<Integer> port(NamedSecret secret) {
    return secret instanceof NamedSecret.Present present
        ? ExternalKeys.port(present.values())
        : Optional.empty();
  }

  /** The revisions that exist, and those whose last pods are ending. */
  private Stream<String> revisions() {
    return Stream.concat(observation.all(ConfigMap.class), observation.all(Pod.class))
        .map(object -> object.getMetadata().getLabels().get(Labels.REVISION))
        .filter(Objects::nonNull);
  }
}
