/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.discoveries.ScoreStore;
import io.signalharvester.app.discoveries.ScoreStore.Unscored;
import io.signalharvester.app.scoring.DiscoveryScoreV1;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Scores every artifact that has no score for its present text, in batches by id. */
public final class ScoreStage {

  private static final Logger LOG = LoggerFactory.getLogger(ScoreStage.class);
  private static final int BATCH = 200;

  private final ScoreStore scores;
  private final Clock clock;
  private final Scheduler computing;

  /**
   * Creates the stage.
   *
   * @param scores stores scores
   * @param clock the present
   * @param computing where formulas run; they are work and must not run on an event loop
   */
  public ScoreStage(ScoreStore scores, Clock clock, Scheduler computing) {
    this.scores = scores;
    this.clock = clock;
    this.computing = computing;
  }

  Mono<Void> run(Tally tally) {
    return batch(0)
        // Each batch starts after the last id of the one before, so one that fails is not met again
        // in this run.
        .expand(done -> done.isEmpty() ? Mono.empty() : batch(done.getLast().id()))
        .concatMap(
            batch -> Flux.fromIterable(batch).concatMap(artifact -> score(artifact, tally)).then(),
            1)
        .then();
  }

  private Mono<List<Unscored>> batch(long afterId) {
    return scores.unscored(afterId, BATCH).collectList();
  }

  private Mono<Void> score(Unscored artifact, Tally tally) {
    return Mono.fromSupplier(() -> DiscoveryScoreV1.score(artifact.input(), clock.instant()))
        .subscribeOn(computing)
        .flatMap(score -> scores.store(artifact, score))
        .doOnSuccess(ignored -> tally.scored())
        .onErrorResume(
            DataIntegrityViolationException.class,
            error -> {
              tally.skipped();
              tally.warn("artifact " + artifact.id() + " could not be scored");
              LOG.warn("Artifact {} could not be scored", artifact.id(), error);
              return Mono.empty();
            });
  }
}
