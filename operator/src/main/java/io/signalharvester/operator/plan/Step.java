/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.signalharvester.operator.model.GeneratedSecret;
import java.util.List;

/** One write of a plan. */
public sealed interface Step {

  /** Server-side apply, when the object in the cache differs. */
  record Apply(HasMetadata desired) implements Step {}

  /** Creation of an object that cannot change afterwards; what exists is left as it is. */
  record Create(HasMetadata desired) implements Step {}

  /** Creation of a Secret with random values; what exists is left as it is. */
  record Generate(GeneratedSecret secret) implements Step {}

  /**
   * Change of who owns a Secret, and so of whether it goes with the resource; never of its data.
   */
  record Own(Secret observed, List<OwnerReference> owners) implements Step {

    public Own {
      owners = List.copyOf(owners);
    }

    /** Names the Secret only. */
    @Override
    public String toString() {
      return "Own[" + observed.getMetadata().getName() + "]";
    }
  }

  /** Deletion of an object that is ours and no longer wanted. */
  record Delete(HasMetadata observed) implements Step {}
}
