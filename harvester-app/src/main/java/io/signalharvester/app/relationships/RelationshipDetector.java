/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.relationships;

import io.signalharvester.app.artifacts.ScoreMarks;
import io.signalharvester.app.relationships.RelationshipStore.Due;
import io.signalharvester.app.relationships.RelationshipStore.Edge;
import io.signalharvester.app.relationships.RelationshipStore.Ends;
import io.signalharvester.app.relationships.RelationshipStore.Pair;
import io.signalharvester.app.relationships.RelationshipStore.Read;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes edges of the explicit references of artifacts (specification, pipelines 7), of those that
 * are new or changed only and in both directions: to what they name, and from what named them
 * before they were there. A batch is one transaction of edges, marks of scores that are due and the
 * list that says "read", so a run that is killed misses nothing and the next one repeats nothing.
 */
public final class RelationshipDetector {

  private static final int BATCH = 300;

  private final RelationshipStore store;
  private final ScoreMarks scores;
  private final TransactionalOperator transaction;
  private final Scheduler computing;

  /**
   * Creates the detector.
   *
   * @param database where artifacts are
   * @param transaction makes a batch one unit
   * @param json writes lists of references
   * @param computing where texts are read; that is work and must not run on an event loop
   */
  public RelationshipDetector(
      DatabaseClient database,
      TransactionalOperator transaction,
      JsonMapper json,
      Scheduler computing) {
    this.store = new RelationshipStore(database, json);
    this.scores = new ScoreMarks(database);
    this.transaction = transaction;
    this.computing = computing;
  }

  /**
   * What one batch gave.
   *
   * @param read number of artifacts whose references are now known
   * @param edges number of edges that are new or became surer
   * @param refused ids of artifacts whose rows the database does not take
   */
  public record Batch(int read, int edges, List<Long> refused) {}

  /** Works until nothing is left, and tells of each batch when it is stored. */
  public Flux<Batch> all() {
    return due(0)
        // Each batch starts after the last id of the one before, so one that is refused is not met
        // again in this run.
        .expand(batch -> batch.isEmpty() ? Mono.empty() : due(batch.getLast().id()))
        .filter(batch -> !batch.isEmpty())
        .concatMap(this::batch, 1);
  }

  private Mono<List<Due>> due(long afterId) {
    return store.due(afterId, BATCH).collectList();
  }

  private Mono<Batch> batch(List<Due> due) {
    return Mono.fromSupplier(() ->
            due.stream()
                .map(artifact -> new Read(artifact, References.in(artifact.texts())))
                .toList())
        .subscribeOn(computing)
        .flatMap(reads ->
            relate(reads)
                .map(edges -> new Batch(reads.size(), edges, List.of()))
                .onErrorResume(DataIntegrityViolationException.class, error -> oneByOne(reads)));
  }

  // One row that the database refuses must not keep the others out.
  private Mono<Batch> oneByOne(List<Read> reads) {
    return Flux.fromIterable(reads)
        .concatMap(read ->
            relate(List.of(read))
                .map(edges -> new Batch(1, edges, List.of()))
                .onErrorResume(
                    DataIntegrityViolationException.class,
                    error -> Mono.just(new Batch(0, 0, List.of(read.artifact().id())))))
        .collectList()
        .map(parts ->
            new Batch(
                parts.stream().mapToInt(Batch::read).sum(),
                parts.stream().mapToInt(Batch::edges).sum(),
                parts.stream().flatMap(part -> part.refused().stream()).toList()));
  }

  private Mono<Integer> relate(List<Read> reads) {
    return Flux.concat(store.targets(reads), store.referrers(reads))
        .collectList()
        .flatMap(pairs -> store.upsert(edges(pairs)).collectList())
        .flatMap(written -> scores.mark(both(written)).thenReturn(written.size()))
        .flatMap(edges -> store.keep(reads).thenReturn(edges))
        .as(transaction::transactional);
  }

  private static Set<Long> both(List<Ends> written) {
    Set<Long> ends = new TreeSet<>();
    written.forEach(edge -> {
      ends.add(edge.from());
      ends.add(edge.to());
    });
    return ends;
  }

  /** Of several edges of the same ends and type the surest counts. */
  static Collection<Edge> edges(List<Pair> pairs) {
    Map<List<Object>, Edge> surest = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      EdgeRule rule = EdgeRule.of(pair.fromSource(), pair.toSource(), pair.kind());
      surest.merge(
          List.of(pair.from(), pair.to(), rule.type()),
          new Edge(pair.from(), pair.to(), rule),
          (one, other) -> other.rule().confidence() > one.rule().confidence() ? other : one);
    }
    return surest.values();
  }
}
