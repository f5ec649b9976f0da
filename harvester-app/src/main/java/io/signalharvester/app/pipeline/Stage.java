/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import reactor.core.publisher.Mono;

/**
 * One step of a pipeline. It takes up what an earlier run left undone, so that a run which was
 * killed anywhere is finished by the next one with the same rows.
 */
public interface Stage {

  /** Returns its name in reports, logs and metrics, such as {@code fetch}. */
  String name();

  /**
   * Does the work.
   *
   * <p>A failing item is counted, named and left out. An error means that the stage could not go on
   * at all; the run ends with it.
   *
   * @param tally counts what was done
   */
  Mono<Void> run(Tally tally);
}
