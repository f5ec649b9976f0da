/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.signalharvester.api.v1alpha1.SignalHarvesterStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one pass writes, in order, and what it then says.
 *
 * @param steps writes; those that change nothing cost no call
 * @param status the status to write when it differs
 * @param wakeUp when to look again without an event, if at all
 */
public record Plan(List<Step> steps, SignalHarvesterStatus status, Optional<Duration> wakeUp) {

  public Plan {
    steps = List.copyOf(steps);
  }
}
