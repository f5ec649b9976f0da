/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Instant;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;

/** Fetches new items of one source, without blocking and only as fast as they are taken. */
public interface SourceClient {

  /** Returns the name of the source. */
  String source();

  /**
   * Fetches the items that were published at or after a moment, newest first.
   *
   * <p>When a call fails, everything received before it is emitted first; the error is a {@link
   * SourceFault}.
   *
   * @param notBefore the moment
   * @param warn receives a sentence for each thing that a person should know although the run goes
   *     on
   */
  Flux<RawArtifact> fetch(Instant notBefore, Consumer<String> warn);
}
