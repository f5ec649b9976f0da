/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.signalharvester.operator.model.GeneratedSecret;

/** One write of a plan. */
public sealed interface Step {

  /** Server-side apply, when the object in the cache differs. */
  record Apply(HasMetadata desired) implements Step {}

  /** Creation of an object that cannot change afterwards; what exists is left as it is. */
  record Create(HasMetadata desired) implements Step {}

  /** Creation of a Secret with random values; what exists is left as it is. */
  record Generate(GeneratedSecret secret) implements Step {}

  /** Deletion of an object that is ours and no longer wanted. */
  record Delete(HasMetadata observed) implements Step {}
}
