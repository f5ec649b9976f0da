/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.probe;

import io.fabric8.kubernetes.api.model.Secret;
import io.signalharvester.api.v1alpha1.ProofMode;
import io.signalharvester.api.v1alpha1.ProofSpec;
import io.signalharvester.api.v1alpha1.RolloutSpec;
import io.signalharvester.api.v1alpha1.RolloutStatus;
import io.signalharvester.operator.model.ChildNames;
import io.signalharvester.operator.model.ProbeToken;
import io.signalharvester.operator.observe.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds to an observation what the gateway itself answers, when a rollout waits for that: one batch,
 * not before a gateway has had the time to act, and not again before a pause.
 */
public final class Prober {

  // A gateway says Accepted up to 1.7 seconds before it acts.
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** The observation, with the answers when they are wanted now. */
  public Observation ask(Observation observation, Instant now) {
    return probe(observation, now).map(probe -> observation.with(probe.ask())).orElse(observation);
  }

  private static Optional<GatewayProbe> probe(Observation observation, Instant now) {
    Optional<ProofSpec> proof =
        Optional.ofNullable(observation.resource().getSpec().rollout()).map(RolloutSpec::proof);
    Optional<String> address =
        proof.filter(found -> found.mode() != ProofMode.SETTLE).map(ProofSpec::address);
    if (address.isEmpty() || !due(Optional.ofNullable(observation.status().rollout()), now)) {
      return Optional.empty();
    }
    String name = observation.resource().getMetadata().getName();
    List<String> hosts =
        observation.resource().getSpec().exposure() == null
                || observation.resource().getSpec().exposure().hosts() == null
            ? List.of()
            : observation.resource().getSpec().exposure().hosts();
    return observation
        .find(Secret.class, new ChildNames(name).appSecret())
        .flatMap(ProbeToken::of)
        .filter(token -> !hosts.isEmpty())
        .map(token -> new GatewayProbe(address.get(), hosts.getFirst(), token));
  }

  private static boolean due(Optional<RolloutStatus> rollout, Instant now) {
    return rollout
        .filter(status -> "Promoting".equals(status.state()))
        .filter(status -> passed(status.acceptedSince(), FIRST, now))
        .filter(status -> status.proof() == null || passed(status.proof().at(), PAUSE, now))
        .isPresent();
  }

  private static boolean passed(@Nullable String since, Duration time, Instant now) {
    try {
      return since != null && !now.isBefore(Instant.parse(since).plus(time));
    } catch (DateTimeParseException e) {
      return true;
    }
  }
}
