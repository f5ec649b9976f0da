/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** A plan was made without knowing of an object that decides what it should be. */
final class Overlooked extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Overlooked(HasMetadata object) {
    super(
        "%s %s had lost its labels and was overlooked; it has them again, and the next pass sees it"
            .formatted(object.getKind(), object.getMetadata().getName()));
  }
}
