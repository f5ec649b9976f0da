/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object that a plan needs has a name that something else of the same kind already bears. */
public final class ForeignObject extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean leaving;

  ForeignObject(HasMetadata object) {
    super(
        ofFormer(object)
            ? "%s %s of a deleted resource of this name is still being removed: wait"
                .formatted(object.getKind(), object.getMetadata().getName())
            : "%s %s exists and is not managed by this resource: delete it or rename the SignalHarvester"
                .formatted(object.getKind(), object.getMetadata().getName()));
    this.leaving = ofFormer(object);
  }

  /** The object goes by itself; otherwise a person has to act. */
  public boolean leaving() {
    return leaving;
  }

  private static boolean ofFormer(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> "SignalHarvester".equals(owner.getKind()));
  }
}
