/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

/** What a cached text is; the first part of its key (specification, pipelines 5). */
public enum CacheKind {
  /** Any text. */
  TEXT("emb"),
  /** The name of a person or an organisation. */
  NAME("name"),
  /** An affiliation. */
  AFFILIATION("aff"),
  /** The description of a topic. */
  TOPIC("topic"),
  /** Title and content of an artifact. */
  ARTIFACT("art");

  private final String prefix;

  CacheKind(String prefix) {
    this.prefix = prefix;
  }

  /** The key of a text's vector in the cache. */
  String key(String model, String hash) {
    return prefix + ":" + model + ":" + hash;
  }
}
