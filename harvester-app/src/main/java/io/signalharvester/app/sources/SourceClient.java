/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;

/** Fetches the items of one source, without blocking and only as fast as they are taken. */
public interface SourceClient {

  /** How far beyond the look-back a stream is read whose last run was longer ago. */
  Duration BEYOND = Duration.ofDays(7);

  /** Returns the name of the source, one of {@link SourceNames#ALL}. */
  String source();

  /**
   * Returns the names of its streams in the order in which they are read. Each has a state of its
   * own. The names are the same in every run, different from each other and at most 128 characters
   * long.
   */
  List<String> streams();

  /**
   * Fetches what a stream has gained.
   *
   * <p>The pages come in an order in which each may be stored, and its state after it, before the
   * next: a run that ends between two pages loses nothing. No page at all means that nothing
   * changed. When a call fails, all pages received before it are emitted first; the error is a
   * {@link SourceFault}.
   *
   * @param stream one of {@link #streams()}
   * @param state where the last run left it
   * @param notBefore how far back a stream without a position is read
   * @param warn receives a sentence for each thing that a person should know although the run goes
   *     on
   */
  Flux<SourcePage> fetch(
      String stream, StreamState state, Instant notBefore, Consumer<String> warn);
}
