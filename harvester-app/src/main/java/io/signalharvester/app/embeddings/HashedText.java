/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

/**
 * A text and its name in the cache and in the table.
 *
 * @param hash the first 32 hex digits of the SHA-256 of the whole text
 * @param text the text, or as much of its start as a model looks at
 */
public record HashedText(String hash, String text) {

  /** Hashes a text. */
  public static HashedText of(String text) {
    return new HashedText(TextHash.of(text), text);
  }
}
