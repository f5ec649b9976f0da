/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.signalharvester.api.v1alpha1.ActionsSpec;
import io.signalharvester.operator.observe.Observation;
import java.util.List;
import java.util.Optional;

/** What a person asks for once, in {@code spec.actions}; what was done stays on record. */
final class Actions {

  private Actions() {}

  /** A request to try a failed revision again that was not carried out yet. */
  static Optional<String> retry(Observation observation, String revision) {
    return Optional.ofNullable(observation.resource().getSpec().actions())
        .map(ActionsSpec::retry)
        .filter(value -> value.startsWith(revision + "/"))
        .filter(value -> !handled(observation).contains("retry:" + value));
  }

  static List<String> handled(Observation observation) {
    return Optional.ofNullable(observation.status().actionsHandled()).orElse(List.of());
  }
}
