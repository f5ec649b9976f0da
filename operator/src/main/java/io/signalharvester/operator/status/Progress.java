/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

import io.signalharvester.api.v1alpha1.PodCount;
import io.signalharvester.api.v1alpha1.RevisionStatus;
import io.signalharvester.api.v1alpha1.RolloutStatus;
import java.util.List;
import java.util.Optional;

/**
 * Where an installation stands: the facts from which status is written.
 *
 * @param state name of the rollout's state
 * @param rollout what status keeps of it
 * @param against what is said against Ready, if anything
 * @param stable the revision that serves, when one does
 * @param candidate the revision that is brought up, when one is
 * @param previous the revision that served before, as long as it is there
 * @param databaseReady the database answers
 * @param cacheReady the cache answers
 * @param schema the schema is at the level that is needed
 * @param exposure how the Gateways took the route
 * @param workerTrouble what keeps background work from being done
 * @param limits what works, but not as well as it could
 * @param actionsHandled values of {@code spec.actions} that were carried out
 */
public record Progress(
    String state,
    Optional<RolloutStatus> rollout,
    Optional<Statement> against,
    Optional<RevisionStatus> stable,
    Optional<RevisionStatus> candidate,
    Optional<RevisionStatus> previous,
    boolean databaseReady,
    boolean cacheReady,
    Statement schema,
    Exposure exposure,
    Optional<String> workerTrouble,
    List<Limit> limits,
    List<String> actionsHandled) {

  /** Something works, with a limit that the message names. */
  public record Limit(Reason reason, String message) {}

  Optional<PodCount> pods() {
    return stable.map(RevisionStatus::pods);
  }
}
