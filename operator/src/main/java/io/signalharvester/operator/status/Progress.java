/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.status;

import io.signalharvester.api.v1alpha1.PodCount;
import java.util.Optional;

/**
 * Where an installation stands: the facts from which status is written.
 *
 * @param wanted the revision that the spec asks for
 * @param stable the revision that serves, when one does
 * @param databaseReady the database answers
 * @param cacheReady the cache answers
 * @param schema the schema Job of the wanted revision
 * @param route how the Gateways took the route
 * @param draining a previous revision still runs
 * @param wantedPods pods of the wanted revision
 * @param workerTrouble what keeps background work from being done
 */
public record Progress(
    String wanted,
    Optional<Serving> stable,
    boolean databaseReady,
    boolean cacheReady,
    Step schema,
    Exposure route,
    boolean draining,
    PodCount wantedPods,
    Optional<String> workerTrouble) {

  /**
   * The revision that serves.
   *
   * @param since when it began to
   */
  public record Serving(String revision, String image, String since, PodCount pods) {}

  /** State of a Job that is done once for a revision. */
  public enum Step {
    ABSENT,
    RUNNING,
    DONE,
    FAILED
  }

  /** How the Gateways took the route. */
  public enum Exposure {
    IN_CLUSTER,
    ACCEPTED,
    PENDING
  }

  /** What serves is what the spec asks for. */
  public boolean promoted() {
    return stable.map(serving -> serving.revision().equals(wanted)).orElse(false);
  }

  /** What is being done. */
  public State state() {
    if (promoted()) {
      return draining || route == Exposure.PENDING ? State.PROMOTING : State.IDLE;
    }
    if (!databaseReady || !cacheReady) {
      return State.PREPARING;
    }
    return schema == Step.DONE ? State.STARTING : State.EXPANDING;
  }
}
