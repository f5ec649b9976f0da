/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

import io.signalharvester.api.v1alpha1.StoreStatus;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.model.SecretNames;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.observe.NamedSecret;
import io.signalharvester.operator.observe.Observation;
import java.util.List;
import java.util.Optional;

/** What is said of stores that somebody else runs. */
public final class ExternalStatus {

  private ExternalStatus() {}

  /** The store as the status names it. */
  static StoreStatus of(Optional<String> secret, Settled.Store managed) {
    return secret
        .map(external -> new StoreStatus("external", null))
        .orElseGet(() -> new StoreStatus("managed", managed.image()));
  }

  /** States the conditions of external stores instead of those of managed ones. */
  static void state(
      Conditions conditions, Observation observation, boolean databaseReady, boolean cacheReady) {
    SecretNames.database(observation.resource().getSpec())
        .ifPresent(name -> state(conditions, "DatabaseReady", "database", name, databaseReady));
    SecretNames.cache(observation.resource().getSpec())
        .ifPresent(name -> state(conditions, "CacheReady", "cache", name, cacheReady));
  }

  private static void state(
      Conditions conditions, String type, String store, String secret, boolean usable) {
    if (usable) {
      conditions.set(
          type,
          true,
          Reason.EXTERNAL,
          "the %s of Secret %s is not looked at by the operator: the schema Job and the readiness of the pods prove it"
              .formatted(store, secret));
    } else {
      conditions.set(
          type,
          false,
          Reason.SECRET_UNUSABLE,
          "Secret %s does not say how the %s is reached".formatted(secret, store));
    }
  }

  /** The Secrets in use whose changes are not seen at once. */
  public static Optional<String> limit(Observation observation) {
    List<String> unwatched =
        SecretNames.of(observation.resource().getSpec()).stream()
            .filter(name ->
                switch (observation.secret(name)) {
                  case NamedSecret.Present present -> !present.watched();
                  case NamedSecret.Unread unread -> true;
                  case NamedSecret.Absent absent -> false;
                })
            .toList();
    return unwatched.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "changes of Secret %s are seen at the next change only: give it the label %s: \"true\""
                .formatted(String.join(", ", unwatched), Labels.WATCH));
  }
}
