/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.classify.Classifying;
import io.signalharvester.app.pipeline.Tally.Counter;
import reactor.core.publisher.Mono;

/** Gives every artifact that is new or changed its category and its topics. */
public final class ClassifyStage implements Stage {

  private final Classifying classifying;

  /**
   * Creates the stage.
   *
   * @param classifying does the work
   */
  public ClassifyStage(Classifying classifying) {
    this.classifying = classifying;
  }

  @Override
  public String name() {
    return "classify";
  }

  @Override
  public Mono<Void> run(Tally tally) {
    return classifying
        .all()
        .doOnNext(batch -> {
          tally.add(Counter.CLASSIFIED, batch.classified());
          tally.add(Counter.SKIPPED, batch.refused().size());
          batch.refused().forEach(id -> tally.warn("artifact " + id + " could not be classified"));
        })
        .then();
  }
}
