/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

/** Thrown when the model cannot be loaded in this process. */
public final class EmbeddingUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EmbeddingUnavailableException(Throwable cause) {
    super(
        "The embedding model cannot be loaded: it needs linux-x64 with libstdc++ and a writable"
            + " java.io.tmpdir that allows execution; EMBEDDING_PROVIDER=hash does without it.",
        cause);
  }
}
