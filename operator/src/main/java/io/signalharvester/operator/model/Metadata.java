/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.model;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.signalharvester.api.v1alpha1.SignalHarvester;
import java.util.List;
import java.util.Map;

/** Metadata of the child objects. */
final class Metadata {

  private Metadata() {}

  /** Metadata of a child that goes when its resource goes. */
  static ObjectMeta owned(Settled asked, String name, Map<String, String> labels) {
    return retained(asked, name, labels).edit().withOwnerReferences(owners(asked)).build();
  }

  /** Metadata of a child that stays when its resource goes, because data cannot be read without. */
  static ObjectMeta retained(Settled asked, String name, Map<String, String> labels) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(asked.namespace())
        .withLabels(labels)
        .build();
  }

  static List<OwnerReference> owners(Settled asked) {
    return List.of(
        new OwnerReferenceBuilder()
            .withApiVersion(SignalHarvester.GROUP + "/" + SignalHarvester.VERSION)
            .withKind("SignalHarvester")
            .withName(asked.name())
            .withUid(asked.uid())
            .withController(true)
            .build());
  }
}
