/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.util.Collection;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Tells a client what is stored already, so that it spends further calls on new items only. */
@FunctionalInterface
public interface KnownItems {

  /**
   * Returns those of the ids that are stored.
   *
   * @param source name of the source
   * @param externalIds ids there
   */
  Mono<Set<String>> among(String source, Collection<String> externalIds);
}
