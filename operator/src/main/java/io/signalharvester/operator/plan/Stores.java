/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.signalharvester.operator.model.ChildNames;
import io.signalharvester.operator.model.Component;
import io.signalharvester.operator.model.DefaultImages;
import io.signalharvester.operator.model.GeneratedSecret;
import io.signalharvester.operator.model.Postgres;
import io.signalharvester.operator.model.Redis;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.status.Blocker;
import io.signalharvester.operator.status.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The PostgreSQL and the Redis, and the Secrets that open them. */
final class Stores {

  private final Observation observation;
  private final Settled asked;
  private final ExternalStores external;

  Stores(Observation observation, Settled asked) {
    this.observation = observation;
    this.asked = asked;
    this.external = new ExternalStores(observation, asked);
  }

  /**
   * The images for stores whose resource names none: those that were chosen when they were made. A
   * newer operator's default must not restart, let alone upgrade, a database that nobody asked to
   * change.
   */
  static DefaultImages pinned(Observation observation, DefaultImages defaults) {
    ChildNames names = new ChildNames(observation.resource().getMetadata().getName());
    return new DefaultImages(
        pinned(observation, names.postgres()).orElse(defaults.postgres()),
        pinned(observation, names.redis()).orElse(defaults.redis()));
  }

  private static Optional<String> pinned(Observation observation, String name) {
    return observation
        .find(StatefulSet.class, name)
        .map(Stores::image)
        .or(() ->
            observation
                .find(Secret.class, name)
                .map(secret -> secret.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(GeneratedSecret.IMAGE)));
  }

  boolean databaseReady() {
    return asked.external().database().isPresent()
        ? external.databaseFault().isEmpty()
        : ready(Postgres.statefulSet(asked));
  }

  boolean cacheReady() {
    return asked.external().cache().isPresent()
        ? external.cacheFault().isEmpty()
        : ready(Redis.statefulSet(asked));
  }

  /** Which stores do not answer yet, as a sentence with the first trouble of their pods. */
  Optional<String> missing() {
    List<String> waited = new ArrayList<>();
    List<Component> parts = new ArrayList<>();
    if (!databaseReady()) {
      waited.add("the database");
      parts.add(Component.DATABASE);
    }
    if (!cacheReady()) {
      waited.add("the cache");
      parts.add(Component.CACHE);
    }
    return waited.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "waiting for %s to be Ready%s"
                .formatted(
                    String.join(" and ", waited),
                    new Troubles(observation).because(parts.toArray(Component[]::new))));
  }

  /**
   * Everything that the stores are made of. A Secret that opens existing data is never made anew.
   */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    secrets().stream()
        .filter(secret -> !lost(secret))
        .forEach(secret -> steps.add(new Step.Generate(secret)));
    steps.addAll(owners());
    if (asked.external().database().isEmpty()) {
      steps.add(new Step.Apply(Postgres.service(asked)));
      steps.add(new Step.Apply(Postgres.statefulSet(asked)));
    }
    if (asked.external().cache().isEmpty()) {
      steps.add(new Step.Apply(Redis.service(asked)));
      steps.add(new Step.Apply(Redis.statefulSet(asked)));
    }
    return steps;
  }

  /** Whether the Secrets that open data stay or go with the resource, where that has changed. */
  private List<Step> owners() {
    return Stream.of(asked.names().appSecret(), asked.names().postgres())
        .flatMap(name -> observation.find(Secret.class, name).stream())
        .map(secret -> new Step.Own(secret, GeneratedSecret.owners(asked, secret)))
        .filter(step -> !step.owners().equals(step.observed().getMetadata().getOwnerReferences()))
        .map(Step.class::cast)
        .toList();
  }

  /** A Secret that is gone while what it opens is still there, or that the user has to mend. */
  Optional<Blocker> lostSecret() {
    return generatedAndLost().or(external::databaseFault).or(external::cacheFault);
  }

  private Optional<Blocker> generatedAndLost() {
    return secrets().stream()
        .filter(this::lost)
        .findFirst()
        .map(secret ->
            new Blocker(
                true,
                Reason.SECRET_LOST,
                "Secret %s is gone and a new one would not open the data: bring it back from a backup"
                    .formatted(name(secret))));
  }

  private List<GeneratedSecret> secrets() {
    List<GeneratedSecret> secrets = new ArrayList<>();
    secrets.add(GeneratedSecret.app(asked));
    if (asked.external().database().isEmpty()) {
      secrets.add(GeneratedSecret.postgres(asked));
    }
    if (asked.external().cache().isEmpty()) {
      secrets.add(GeneratedSecret.redis(asked));
    }
    return secrets;
  }

  private boolean lost(GeneratedSecret secret) {
    return observation.find(Secret.class, name(secret)).isEmpty()
        && (name(secret).equals(asked.names().appSecret())
            ? dataExists()
            : observation.find(StatefulSet.class, name(secret)).isPresent());
  }

  /**
   * Data that the application's own keys belong to: in a volume here, or where a revision serves.
   */
  private boolean dataExists() {
    return observation.find(StatefulSet.class, asked.names().postgres()).isPresent()
        || (asked.external().database().isPresent()
            && observation.find(Service.class, asked.names().service()).isPresent());
  }

  private static String name(GeneratedSecret secret) {
    return secret.skeleton().getMetadata().getName();
  }

  /** The pod of the StatefulSet as it is wanted answers, not one that is about to be replaced. */
  private boolean ready(StatefulSet wanted) {
    return observation
        .find(StatefulSet.class, wanted.getMetadata().getName())
        .filter(found -> image(found).equals(image(wanted)))
        .filter(found -> found.getStatus() != null)
        .filter(found ->
            Objects.requireNonNullElse(found.getStatus().getObservedGeneration(), 0L)
                >= Objects.requireNonNullElse(found.getMetadata().getGeneration(), 0L))
        .map(found -> found.getStatus().getReadyReplicas())
        .filter(ready -> ready > 0)
        .isPresent();
  }

  private static String image(StatefulSet set) {
    return set.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }
}
