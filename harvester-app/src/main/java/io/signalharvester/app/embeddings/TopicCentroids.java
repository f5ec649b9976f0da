/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import io.signalharvester.app.embeddings.TopicVectorStore.Changed;
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Brings the vectors of topics up to date with their members. A stored vector stays as long as the
 * new one is nearly the same, and when it is replaced, all scores made from it become due: so a
 * score and the stored vector always belong together, and a few new members do not re-score a whole
 * topic.
 */
public final class TopicCentroids {

  private static final int PAGE = 200;

  private final TopicVectorStore store;
  private final String model;
  private final Clock clock;

  /**
   * Creates it.
   *
   * @param store keeps vectors
   * @param model the model whose vectors are averaged
   * @param clock the present
   */
  public TopicCentroids(TopicVectorStore store, String model, Clock clock) {
    this.store = store;
    this.model = model;
    this.clock = clock;
  }

  /** Looks at each topic whose members changed; returns how many vectors were replaced. */
  public Mono<Long> refresh() {
    return page(0)
        .expand(done -> done.isEmpty() ? Mono.empty() : page(done.getLast().id()))
        .concatMapIterable(page -> page, 1)
        .concatMap(this::refresh, 1)
        .filter(replaced -> replaced)
        .count();
  }

  private Mono<List<Changed>> page(long afterId) {
    return store.changed(afterId, PAGE, model).collectList();
  }

  private Mono<Boolean> refresh(Changed topic) {
    return store
        .members(topic.id(), model)
        .flatMap(members -> {
          String hash = topic.hash();
          float[] fresh = TopicCentroid.of(members).orElse(null);
          if (hash == null || fresh == null) {
            return topic.stored() == null
                ? Mono.just(false)
                : store
                    .markScores(topic.id())
                    .then(store.forget(topic.id(), model))
                    .thenReturn(true);
          }
          if (!TopicCentroid.replaces(fresh, topic.stored())) {
            return store.confirm(topic.id(), model, hash, clock.instant()).thenReturn(false);
          }
          // The marks come first: when the run ends between the two, the next one does both.
          return store
              .markScores(topic.id())
              .then(store.save(topic.id(), model, hash, fresh, clock.instant()))
              .thenReturn(true);
        });
  }
}
