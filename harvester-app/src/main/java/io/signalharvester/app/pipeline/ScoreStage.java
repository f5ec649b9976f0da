/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import io.signalharvester.app.corpus.Corpora;
import io.signalharvester.app.corpus.Corpus;
import io.signalharvester.app.discoveries.DueScores;
import io.signalharvester.app.discoveries.ScoreInputs;
import io.signalharvester.app.discoveries.ScoreStore;
import io.signalharvester.app.discoveries.TopicFacts;
import io.signalharvester.app.discoveries.Unscored;
import io.signalharvester.app.discoveries.Unscored.Scored;
import io.signalharvester.app.pipeline.Tally.Counter;
import io.signalharvester.app.scoring.ScoreFormula;
import io.signalharvester.app.store.SqlState;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings the corpus up to date and scores every artifact that is due, in batches by id. One batch
 * is one transaction; while it is stored, the next is read and computed.
 */
public final class ScoreStage implements Stage {

  private static final Logger LOG = LoggerFactory.getLogger(ScoreStage.class);
  private static final int BATCH = 500;
  private static final int BATCHES_AT_ONCE = 2;

  private final ScoreFormula formula;
  private final Corpora corpora;
  private final DueScores due;
  private final ScoreInputs inputs;
  private final ScoreStore store;
  private final Clock clock;
  private final Scheduler computing;

  /**
   * Creates the stage.
   *
   * @param formula the formula to score with
   * @param database where artifacts and scores are
   * @param transaction makes several statements one unit
   * @param json writes raw inputs
   * @param clock the present
   * @param computing where formulas run; they are work and must not run on an event loop
   */
  public ScoreStage(
      ScoreFormula formula,
      DatabaseClient database,
      TransactionalOperator transaction,
      JsonMapper json,
      Clock clock,
      Scheduler computing) {
    this.formula = formula;
    this.corpora = new Corpora(database, transaction, computing);
    this.due = new DueScores(database);
    this.inputs = new ScoreInputs(database);
    this.store = new ScoreStore(database, transaction, json);
    this.clock = clock;
    this.computing = computing;
  }

  @Override
  public String name() {
    return "score";
  }

  @Override
  public Mono<Void> run(Tally tally) {
    return Mono.defer(() -> {
      // PostgreSQL keeps microseconds, and a time must be the same after it was stored.
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      return corpora.current(now).flatMap(corpus -> run(corpus, later(now, corpus), tally));
    });
  }

  /** One moment for the whole run, so that all its scores are of the same state of the topics. */
  private Mono<Void> run(Corpus corpus, Instant moment, Tally tally) {
    return inputs
        .topics(moment)
        .flatMapMany(topics ->
            due.ids(formula, corpus, moment)
                .buffer(BATCH)
                .flatMapSequential(
                    ids -> scored(ids, topics, corpus, moment, tally), BATCHES_AT_ONCE, 1)
                .concatMap(batch -> store(batch, moment, tally), 1))
        .then();
  }

  private Mono<List<Scored>> scored(
      List<Long> ids, TopicFacts topics, Corpus corpus, Instant moment, Tally tally) {
    return inputs
        .read(ids, topics)
        .publishOn(computing)
        .map(batch -> {
          List<Scored> scores = new ArrayList<>(batch.size());
          for (Unscored artifact : batch) {
            try {
              scores.add(artifact.scored(formula, corpus, moment));
            } catch (IllegalArgumentException e) {
              // A stored number is out of range: one item must not keep the others out.
              skip(artifact.id(), e, tally);
            }
          }
          return scores;
        });
  }

  private Mono<Void> store(List<Scored> batch, Instant moment, Tally tally) {
    if (batch.isEmpty()) {
      return Mono.empty();
    }
    return store
        .store(batch, moment)
        .doOnNext(stored -> tally.add(Counter.SCORED, stored))
        .then()
        .onErrorResume(
            SqlState::refusesTheRow,
            error -> batch.size() == 1 ? refused(batch, error, tally) : each(batch, moment, tally));
  }

  /** The database refuses one of the batch, and does not say which: try them one by one. */
  private Mono<Void> each(List<Scored> batch, Instant moment, Tally tally) {
    return Flux.fromIterable(batch)
        .concatMap(scored -> store(List.of(scored), moment, tally))
        .then();
  }

  private static Mono<Void> refused(List<Scored> one, Throwable error, Tally tally) {
    skip(one.getFirst().artifactId(), error, tally);
    return Mono.empty();
  }

  private static void skip(long artifact, Throwable error, Tally tally) {
    tally.count(Counter.SKIPPED);
    tally.warn("artifact " + artifact + " could not be scored");
    LOG.warn("Artifact {} could not be scored", artifact, error);
  }

  private static Instant later(Instant now, Corpus corpus) {
    return now.isBefore(corpus.builtAt()) ? corpus.builtAt() : now;
  }
}
