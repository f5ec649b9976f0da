/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.signalharvester.operator.model.Component;
import io.signalharvester.operator.model.Labels;
import io.signalharvester.operator.observe.Observation;
import io.signalharvester.operator.status.PodTrouble;
import java.util.List;
import java.util.Optional;

/** What keeps the pods of a part from being Ready. */
record Troubles(Observation observation) {

  Optional<String> of(Component part) {
    List<Pod> waiting =
        observation
            .all(Pod.class)
            .filter(pod -> part.label().equals(pod.getMetadata().getLabels().get(Labels.COMPONENT)))
            .filter(pod -> !Pods.ready(pod))
            .toList();
    return PodTrouble.first(waiting);
  }

  /** The trouble of the first of these parts that has one, as the end of a sentence. */
  String because(Component... parts) {
    return List.of(parts).stream()
        .flatMap(part -> of(part).stream())
        .findFirst()
        .map(text -> "; " + text)
        .orElse("");
  }
}
