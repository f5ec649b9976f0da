/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.signalharvester.operator.model.NetworkPolicies;
import io.signalharvester.operator.model.Reach;
import io.signalharvester.operator.model.Settled;
import io.signalharvester.operator.model.Snapshot;
import io.signalharvester.operator.observe.Observation;
import java.util.List;
import java.util.TreeSet;

/** The NetworkPolicies, wide enough for every revision that may still run. */
final class Isolation {

  private final Observation observation;
  private final Settled asked;
  private final String operatorNamespace;

  Isolation(Observation observation, Settled asked, String operatorNamespace) {
    this.observation = observation;
    this.asked = asked;
    this.operatorNamespace = operatorNamespace;
  }

  List<Step> steps() {
    Reach reach =
        new Reach(operatorNamespace, ports(), new ExternalStores(observation, asked).opened());
    return NetworkPolicies.of(asked, reach).stream()
        .map(policy -> (Step) new Step.Apply(policy))
        .toList();
  }

  /** Settings are of a revision, and the one before goes on with its own until it is gone. */
  private TreeSet<Integer> ports() {
    TreeSet<Integer> ports = new TreeSet<>(Reach.portsOf(asked.settings().values()));
    observation
        .all(ConfigMap.class)
        .map(Snapshot::settings)
        .map(settings -> Reach.portsOf(settings.values()))
        .forEach(ports::addAll);
    return ports;
  }
}
