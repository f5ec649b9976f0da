/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

/**
 * How texts become vectors.
 *
 * @param provider what makes them
 */
public record EmbeddingSettings(Provider provider) {

  /** What makes vectors. */
  public enum Provider {
    /** The sentence model that comes with the application. */
    ONNX,
    /** Hashes of words, for machines that the model does not run on. */
    HASH
  }
}
