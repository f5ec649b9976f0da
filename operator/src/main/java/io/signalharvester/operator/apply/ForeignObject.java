/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object that a plan needs has a name that something else of the same kind already bears. */
public final class ForeignObject extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ForeignObject(HasMetadata object) {
    super(
        "%s %s exists and is not managed by this resource: delete it or rename the SignalHarvester"
            .formatted(object.getKind(), object.getMetadata().getName()));
  }
}
