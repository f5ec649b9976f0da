/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import io.signalharvester.app.embeddings.EmbeddingStore.Candidate;
import io.signalharvester.app.embeddings.EmbeddingStore.Item;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings the vectors of artifacts up to date with their texts. It may be ended anywhere: each batch
 * is stored at once, and the next run takes up what is missing.
 */
public final class ArtifactEmbeddings {

  private static final Logger LOG = LoggerFactory.getLogger(ArtifactEmbeddings.class);
  private static final int PAGE = 1000;

  /** Batches under way at once; how many of them compute is the scheduler's bound. */
  private static final int AT_ONCE = 4;

  private final EmbeddingStore store;
  private final TextVectors vectors;
  private final Clock clock;

  /**
   * Creates it.
   *
   * @param store keeps vectors
   * @param vectors makes vectors
   * @param clock the present
   */
  public ArtifactEmbeddings(EmbeddingStore store, TextVectors vectors, Clock clock) {
    this.store = store;
    this.vectors = vectors;
    this.clock = clock;
  }

  /**
   * What was done with some artifacts.
   *
   * @param embedded how many got a new vector
   * @param failed ids of those that the model could not do
   */
  public record Refreshed(int embedded, List<Long> failed) {}

  /** Embeds what is due, and tells batch by batch what was done. */
  public Flux<Refreshed> refresh() {
    return page(0)
        .expand(done -> done.isEmpty() ? Mono.empty() : page(done.getLast().id()))
        .concatMap(this::refresh, 1);
  }

  private Mono<List<Candidate>> page(long afterId) {
    return store.page(afterId, PAGE, vectors.model()).collectList();
  }

  private Flux<Refreshed> refresh(List<Candidate> page) {
    List<Work> due = new ArrayList<>();
    List<Long> wordless = new ArrayList<>();
    for (Candidate candidate : page) {
      HashedText text = candidate.text();
      if (text != null && Words.in(text.text())) {
        due.add(new Work(candidate.id(), text));
      } else if (candidate.due() && candidate.stored()) {
        // Texts without words would all be alike, so they get no vector.
        wordless.add(candidate.id());
      }
    }
    Mono<Void> forgotten =
        wordless.isEmpty() ? Mono.empty() : store.forget(vectors.model(), wordless);
    return forgotten.thenMany(
        Flux.fromIterable(due).buffer(TextVectors.BATCH).flatMap(this::embed, AT_ONCE));
  }

  private Mono<Refreshed> embed(List<Work> batch) {
    return items(batch)
        .onErrorResume(
            ArtifactEmbeddings::isOfAText,
            error ->
                // One text that the model cannot do must not keep the others of its batch out.
                Flux.fromIterable(batch)
                    .concatMap(one ->
                        items(List.of(one))
                            .onErrorResume(
                                ArtifactEmbeddings::isOfAText, cause -> leftOut(one, cause)))
                    .collectList()
                    .map(lists -> lists.stream().flatMap(List::stream).toList()))
        .flatMap(items -> {
          Mono<Void> saved =
              items.isEmpty()
                  ? Mono.empty()
                  : store.save(vectors.model(), TextEmbedder.DIMS, items, clock.instant());
          return saved.thenReturn(new Refreshed(items.size(), missing(batch, items)));
        });
  }

  private Mono<List<Item>> items(List<Work> batch) {
    return vectors
        .of(CacheKind.ARTIFACT, batch.stream().map(Work::text).toList())
        .map(made -> {
          List<Item> items = new ArrayList<>();
          for (int i = 0; i < batch.size(); i++) {
            Work work = batch.get(i);
            items.add(new Item(work.id(), work.text().hash(), made.get(i)));
          }
          return items;
        });
  }

  private static boolean isOfAText(Throwable error) {
    return !(error instanceof EmbeddingUnavailableException);
  }

  private static Mono<List<Item>> leftOut(Work work, @Nullable Throwable error) {
    LOG.warn("Artifact {} could not be embedded", work.id(), error);
    return Mono.just(List.of());
  }

  private static List<Long> missing(List<Work> batch, List<Item> items) {
    List<Long> made = items.stream().map(Item::id).toList();
    return batch.stream().map(Work::id).filter(id -> !made.contains(id)).toList();
  }

  private record Work(long id, HashedText text) {}
}
