/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.corpus;

import io.signalharvester.app.corpus.CorpusStore.Document;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Gives the corpus to score with, and builds a new one when the documents changed enough. */
public final class Corpora {

  private static final Logger LOG = LoggerFactory.getLogger(Corpora.class);
  private static final int PAGE = 500;

  private final CorpusStore store;
  private final Scheduler computing;

  /**
   * Creates the service.
   *
   * @param database where artifacts and corpora are
   * @param transaction makes a version and the end of an old one a unit
   * @param computing where words are counted; it is work and must not run on an event loop
   */
  public Corpora(DatabaseClient database, TransactionalOperator transaction, Scheduler computing) {
    this.store = new CorpusStore(database, transaction);
    this.computing = computing;
  }

  /**
   * Returns the newest corpus after building it when it is due (see {@link CorpusVersion#isDue});
   * empty when there is no artifact. One caller at a time.
   *
   * @param now the present
   */
  public Mono<Corpus> current(Instant now) {
    return Mono.zip(
            store.newest().map(Optional::of).defaultIfEmpty(Optional.empty()), store.documents())
        .flatMap(known -> {
          CorpusVersion newest = known.getT1().orElse(null);
          if (CorpusVersion.isDue(newest, known.getT2(), now)) {
            return build(now);
          }
          return newest == null ? Mono.empty() : store.load(newest);
        });
  }

  private Mono<Corpus> build(Instant now) {
    return Mono.defer(() -> {
      Corpus.Draft draft = new Corpus.Draft();
      return page(0, draft)
          .expand(last -> page(last, draft))
          .then(Mono.defer(() -> store.save(draft, now)))
          .doOnNext(corpus ->
              LOG.info(
                  "Corpus {} counts the words of {} documents",
                  corpus.version(),
                  corpus.documents()));
    });
  }

  /** Counts one page of documents and returns the last id; empty when there was no document. */
  private Mono<Long> page(long afterId, Corpus.Draft draft) {
    return store
        .documents(afterId, PAGE)
        .publishOn(computing)
        .map(document -> counted(document, draft))
        .takeLast(1)
        .next();
  }

  private static long counted(Document document, Corpus.Draft draft) {
    draft.add(document.words());
    return document.id();
  }
}
