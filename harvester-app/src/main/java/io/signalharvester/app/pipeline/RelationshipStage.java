/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.pipeline.Tally.Counter;
import io.signalharvester.app.relationships.RelationshipDetector;
import reactor.core.publisher.Mono;

/** Links artifacts that refer to each other; it comes after their classification. */
public final class RelationshipStage implements Stage {

  private final RelationshipDetector detector;

  /**
   * Creates the stage.
   *
   * @param detector does the work
   */
  public RelationshipStage(RelationshipDetector detector) {
    this.detector = detector;
  }

  @Override
  public String name() {
    return "relate";
  }

  @Override
  public Mono<Void> run(Tally tally) {
    return detector
        .all()
        .doOnNext(batch -> {
          tally.add(Counter.RELATED, batch.edges());
          tally.add(Counter.SKIPPED, batch.refused().size());
          batch.refused().forEach(id -> tally.warn("artifact " + id + " could not be related"));
        })
        .then();
  }
}
