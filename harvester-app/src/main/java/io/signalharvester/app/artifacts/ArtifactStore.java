/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.artifacts;

import io.signalharvester.app.artifacts.StoreResult.Refused;
import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.store.SqlState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores items by source and id, with their authors: the same item twice is one row, an item that
 * changed is brought up to date and its score marked as due, and one that did not change is not
 * written at all. Each batch is one transaction without state of the session, so it goes through a
 * pooler that shares connections between transactions.
 */
public final class ArtifactStore {

  private static final Logger LOG = LoggerFactory.getLogger(ArtifactStore.class);

  // A plan that was made while a table was empty reads all of it for each row, and a session keeps
  // it while the table grows. Made anew it costs less than a millisecond for a batch. It holds for
  // this transaction alone, so a session that others share is left as it was.
  private static final String FRESH_PLANS =
      "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)";

  private final ArtifactRows rows;
  private final AuthorLinks links;
  private final TransactionalOperator transaction;
  private final Mono<Long> plans;

  /**
   * Creates the store.
   *
   * @param database where artifacts are
   * @param transaction makes a batch one unit
   * @param json writes metadata
   */
  public ArtifactStore(
      DatabaseClient database, TransactionalOperator transaction, JsonMapper json) {
    this.rows = new ArtifactRows(database, json);
    this.links = new AuthorLinks(database);
    this.plans = database.sql(FRESH_PLANS).fetch().rowsUpdated();
    this.transaction = transaction;
  }

  /**
   * Stores a page of items in batches, each with its authors or not at all. When the database
   * refuses what an item says, the items of its batch are stored one by one, so that it is left out
   * alone.
   *
   * @param page the items; of those with the same source and id the last counts
   * @param now the present
   * @return what was done, or an error when the database cannot go on; the batches before it stay
   */
  public Mono<StoreResult> saveAll(List<RawArtifact> page, Instant now) {
    List<List<RawArtifact>> batches = Batches.of(page);
    int repeated = page.size() - batches.stream().mapToInt(List::size).sum();
    return Flux.fromIterable(batches)
        .concatMap(
            batch ->
                store(batch, now)
                    .onErrorResume(SqlState::refusesTheRow, error -> oneByOne(batch, now)),
            0)
        .reduce(new StoreResult(0, 0, repeated, List.of()), StoreResult::plus);
  }

  private Mono<StoreResult> oneByOne(List<RawArtifact> batch, Instant now) {
    return Flux.fromIterable(batch)
        .concatMap(
            artifact ->
                store(List.of(artifact), now)
                    .onErrorResume(SqlState::refusesTheRow, error -> refused(artifact, error)),
            0)
        .reduce(StoreResult.NOTHING, StoreResult::plus);
  }

  private static Mono<StoreResult> refused(RawArtifact artifact, Throwable error) {
    String state = SqlState.of(error);
    // The message of the database quotes the text that it refuses, so it is not logged.
    LOG.warn(
        "{} {} could not be stored (SQLSTATE {})", artifact.source(), artifact.externalId(), state);
    return Mono.just(
        new StoreResult(
            0, 0, 0, List.of(new Refused(artifact.source(), artifact.externalId(), state))));
  }

  private Mono<StoreResult> store(List<RawArtifact> batch, Instant now) {
    return plans
        .then(rows.upsert(batch, now).collectList())
        .flatMap(stored -> linkAuthors(batch, stored, now))
        .as(transaction::transactional);
  }

  private Mono<StoreResult> linkAuthors(
      List<RawArtifact> batch, List<ArtifactRows.Row> stored, Instant now) {
    Map<Long, List<RawAuthor>> authors = new LinkedHashMap<>();
    Set<Long> inserted = new LinkedHashSet<>();
    Set<Long> updated = new LinkedHashSet<>();
    for (ArtifactRows.Row row : stored) {
      authors.put(row.id(), batch.get(row.number()).authors());
      if (row.inserted() != null) {
        (row.inserted() ? inserted : updated).add(row.id());
      }
    }
    return links
        .bringUpToDate(authors, now)
        .flatMap(changed -> {
          List<Long> others =
              changed.stream()
                  .filter(id -> !inserted.contains(id) && !updated.contains(id))
                  .toList();
          List<Long> due = new ArrayList<>(updated);
          due.addAll(others);
          int unchanged = batch.size() - inserted.size() - due.size();
          return rows.touch(others, now)
              .then(rows.markDue(due))
              .thenReturn(new StoreResult(inserted.size(), due.size(), unchanged, List.of()));
        });
  }
}
