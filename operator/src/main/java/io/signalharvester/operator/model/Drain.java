/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.signalharvester.api.v1alpha1.DrainSpec;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a pod ends.
 *
 * @param preStop how long it still takes requests; the default is longer than a gateway takes to
 *     stop sending (Traefik applies a change within two seconds)
 * @param timeout how long its running requests then have
 */
public record Drain(Duration preStop, Duration timeout) {

  /** For what a process does after its last request: leases, connections, traces. */
  private static final Duration MARGIN = Duration.ofSeconds(15);

  static Drain of(Optional<DrainSpec> spec) {
    return new Drain(
        Durations.of(spec.map(DrainSpec::preStop).orElse(DrainSpec.DEFAULT_PRE_STOP)),
        Durations.of(spec.map(DrainSpec::timeout).orElse(DrainSpec.DEFAULT_TIMEOUT)));
  }

  /** After this time the kubelet kills what is left. */
  long graceSeconds() {
    return preStop.plus(timeout).plus(MARGIN).toSeconds();
  }

  /** The pause before a process is told to end; a pause of nothing is no pause. */
  @Nullable Lifecycle lifecycle() {
    return preStop.isZero()
        ? null
        : new LifecycleBuilder()
            .withNewPreStop()
            .withNewSleep()
            .withSeconds(preStop.toSeconds())
            .endSleep()
            .endPreStop()
            .build();
  }
}
