/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import io.signalharvester.app.artifacts.ScoreMarks;
import io.signalharvester.app.classify.Classification.TopicChoice;
import io.signalharvester.app.classify.ClassificationStore.Classified;
import io.signalharvester.app.classify.ClassificationStore.Due;
import io.signalharvester.app.topics.TopicStore;
import io.signalharvester.app.topics.TopicStore.Link;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Classifies every artifact whose present text has no classification. A batch is one transaction of
 * classifications, topic links, owners and marks of scores that are due, so a run that is killed
 * leaves whole batches only, and the next one goes on after them.
 */
public final class Classifying {

  private static final int BATCH = 300;

  private final ClassificationStore classifications;
  private final OrganisationStore organisations;
  private final TopicStore topics;
  private final ScoreMarks scores;
  private final TransactionalOperator transaction;
  private final HeuristicClassifier classifier = new HeuristicClassifier();
  private final Scheduler computing;

  /**
   * Creates the service.
   *
   * @param database where artifacts are
   * @param transaction makes a batch one unit
   * @param json writes lists and evidence
   * @param computing where texts are matched; that is work and must not run on an event loop
   */
  public Classifying(
      DatabaseClient database,
      TransactionalOperator transaction,
      JsonMapper json,
      Scheduler computing) {
    this.classifications = new ClassificationStore(database, json);
    this.organisations = new OrganisationStore(database);
    this.topics = new TopicStore(database);
    this.scores = new ScoreMarks(database);
    this.transaction = transaction;
    this.computing = computing;
  }

  /**
   * What one batch gave.
   *
   * @param classified number of artifacts that got a classification
   * @param refused ids of those whose rows the database does not take
   */
  public record Batch(int classified, List<Long> refused) {}

  /** Works until nothing is left, and tells of each batch when it is stored. */
  public Flux<Batch> all() {
    return topics
        .ensureTaxonomy()
        .flatMapMany(topicIds ->
            due(0)
                // Each batch starts after the last id of the one before, so one that is refused is
                // not met again in this run.
                .expand(batch -> batch.isEmpty() ? Mono.empty() : due(batch.getLast().id()))
                .filter(batch -> !batch.isEmpty())
                .concatMap(batch -> batch(batch, topicIds), 1));
  }

  private Mono<List<Due>> due(long afterId) {
    return classifications.due(afterId, BATCH).collectList();
  }

  private Mono<Batch> batch(List<Due> due, Map<String, Long> topicIds) {
    return Mono.fromSupplier(() ->
            due.stream()
                .map(artifact -> new Classified(artifact, classifier.classify(artifact.subject())))
                .toList())
        .subscribeOn(computing)
        .flatMap(rows ->
            store(rows, topicIds)
                .thenReturn(new Batch(rows.size(), List.of()))
                .onErrorResume(
                    DataIntegrityViolationException.class, error -> oneByOne(rows, topicIds)));
  }

  // One row that the database refuses must not keep the others out.
  private Mono<Batch> oneByOne(List<Classified> rows, Map<String, Long> topicIds) {
    return Flux.fromIterable(rows)
        .concatMap(row ->
            store(List.of(row), topicIds)
                .then(Mono.<Long>empty())
                .onErrorResume(
                    DataIntegrityViolationException.class, error -> Mono.just(row.artifact().id())))
        .collectList()
        .map(refused -> new Batch(rows.size() - refused.size(), refused));
  }

  private Mono<Void> store(List<Classified> rows, Map<String, Long> topicIds) {
    List<Long> artifacts = rows.stream().map(row -> row.artifact().id()).toList();
    List<Link> links =
        rows.stream()
            .flatMap(row ->
                row.classification().topics().stream()
                    .map(choice -> link(row.artifact().id(), choice, topicIds)))
            .toList();
    return classifications
        .store(rows)
        .collectList()
        .flatMap(reclassified ->
            topics
                .replaceLinks(artifacts, links)
                .collectList()
                .flatMap(relinked -> {
                  Set<Long> changed = new LinkedHashSet<>(reclassified);
                  changed.addAll(relinked);
                  return scores.mark(changed);
                }))
        .then(organisations.linkOwners(rows))
        .as(transaction::transactional);
  }

  private static Link link(long artifact, TopicChoice choice, Map<String, Long> topicIds) {
    Long topic = topicIds.get(choice.path());
    if (topic == null) {
      throw new IllegalStateException("topic " + choice.path() + " has no row");
    }
    return new Link(artifact, topic, choice.confidence());
  }
}
