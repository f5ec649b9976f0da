/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import io.signalharvester.app.config.EmbeddingSettings;
import java.util.List;

/**
 * Turns texts into vectors. Equal texts give equal bytes. Vectors of different models say nothing
 * about each other and must never be compared.
 */
public interface TextEmbedder {

  /** Numbers in every vector (specification, pipelines 5). */
  int DIMS = 384;

  /**
   * Characters of a text that a model looks at, in code points. The model in use takes 128 pieces
   * of words, which are fewer; the bound is there so that a huge text costs no more than a long
   * one.
   */
  int MOST_CHARACTERS = 2000;

  /** Returns the embedder that the settings name; nothing is loaded yet. */
  static TextEmbedder of(EmbeddingSettings settings) {
    return switch (settings.provider()) {
      case ONNX -> new OnnxEmbedder();
      case HASH -> new HashEmbedder();
    };
  }

  /** Returns the numbers in every vector. */
  default int dims() {
    return DIMS;
  }

  /** Returns the name under which vectors are stored, at most 64 characters. */
  String model();

  /**
   * Computes the vectors, in the order of the texts. This is work, and the first call may read
   * files: call it on a thread that may block.
   *
   * @param texts any texts; an empty one gets a vector too
   * @return vectors of {@link #DIMS} finite numbers and length 1
   * @throws EmbeddingUnavailableException when the model cannot be loaded
   */
  List<float[]> embed(List<String> texts);
}
