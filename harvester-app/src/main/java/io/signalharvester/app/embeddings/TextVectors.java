/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Vectors of texts, from the cache or else from the model. */
public final class TextVectors {

  /** Texts that are computed as one piece of work (specification, pipelines 5). */
  static final int BATCH = 32;

  private final TextEmbedder embedder;
  private final EmbeddingCache cache;
  private final Scheduler computing;

  /**
   * Creates it.
   *
   * @param embedder computes what is not known
   * @param cache keeps what was computed
   * @param computing where the model runs; its threads bound how many run at once, and must be
   *     allowed to block, for the model is read from files at the first text
   */
  public TextVectors(TextEmbedder embedder, EmbeddingCache cache, Scheduler computing) {
    this.embedder = embedder;
    this.cache = cache;
    this.computing = computing;
  }

  /** Returns the name of the model that all vectors are of. */
  public String model() {
    return embedder.model();
  }

  /**
   * Returns the vectors in the order of the texts. An error is an {@link
   * EmbeddingUnavailableException} or one that a text caused.
   *
   * @param kind what the texts are
   * @param texts the texts; equal ones are computed once
   */
  public Mono<List<float[]>> of(CacheKind kind, List<HashedText> texts) {
    Map<String, String> byHash =
        texts.stream()
            .collect(Collectors.toMap(HashedText::hash, HashedText::text, (one, same) -> one));
    return cache
        .find(kind, model(), embedder.dims(), List.copyOf(byHash.keySet()))
        .flatMap(known -> {
          List<Map.Entry<String, String>> unknown =
              byHash.entrySet().stream()
                  .filter(text -> !known.containsKey(text.getKey()))
                  .sorted(Map.Entry.comparingByKey())
                  .toList();
          return Flux.fromIterable(unknown)
              .buffer(BATCH)
              .concatMap(batch ->
                  compute(batch).flatMap(made -> cache.keep(kind, model(), made).thenReturn(made)))
              .reduceWith(() -> new HashMap<>(known), TextVectors::joined);
        })
        .map(all -> texts.stream().map(text -> vector(all, text)).toList());
  }

  private Mono<Map<String, float[]>> compute(List<Map.Entry<String, String>> batch) {
    return Mono.fromSupplier(
            () -> {
              List<float[]> vectors =
                  embedder.embed(batch.stream().map(Map.Entry::getValue).toList());
              Map<String, float[]> byHash = new HashMap<>();
              for (int i = 0; i < batch.size(); i++) {
                byHash.put(batch.get(i).getKey(), vectors.get(i));
              }
              return byHash;
            })
        .map(Map::copyOf)
        .subscribeOn(computing);
  }

  private static HashMap<String, float[]> joined(
      HashMap<String, float[]> all, Map<String, float[]> more) {
    all.putAll(more);
    return all;
  }

  private static float[] vector(Map<String, float[]> all, HashedText text) {
    float[] vector = all.get(text.hash());
    if (vector == null) {
      throw new IllegalStateException("a text got no vector");
    }
    return vector;
  }
}
