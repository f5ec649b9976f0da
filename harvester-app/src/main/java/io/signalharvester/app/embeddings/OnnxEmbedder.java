/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import java.util.List;

/**
 * Embeds with the quantised all-MiniLM-L6-v2 that the application brings (specification, sources
 * 4). The model is loaded once per process, at the first text, and used by any number of threads;
 * each call computes on the thread that makes it.
 */
public final class OnnxEmbedder implements TextEmbedder {

  /** Creates an embedder; the model is not loaded yet. */
  public OnnxEmbedder() {}

  private static final class Loaded {
    static final MiniLm MODEL = MiniLm.load();
  }

  @Override
  public String model() {
    return "all-minilm-l6-v2-q";
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return texts.stream().map(OnnxEmbedder::embed).toList();
  }

  private static float[] embed(String text) {
    String start = Words.start(text, MOST_CHARACTERS);
    // The tokenizer finds nothing in such a text: it gets one direction, which no text with words
    // comes near.
    if (!Words.in(start)) {
      double[] first = new double[DIMS];
      first[0] = 1;
      return Vectors.normalised(first);
    }
    return model(start);
  }

  private static float[] model(String text) {
    try {
      return Loaded.MODEL.vector(text);
    } catch (LinkageError e) {
      throw new EmbeddingUnavailableException(e);
    }
  }
}
