/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a source.
 *
 * @param uri the whole address
 * @param etag asks for the document only if its mark is another one; null: unconditionally
 * @param lastModified asks for the document only if it changed later, as the source wrote the time;
 *     null: unconditionally
 */
public record SourceRequest(URI uri, @Nullable String etag, @Nullable String lastModified) {

  /** Asks for the document in any case. */
  public static SourceRequest of(URI uri) {
    return new SourceRequest(uri, null, null);
  }

  /** Asks for the document only if it changed since the state was taken. */
  public static SourceRequest since(URI uri, StreamState state) {
    return new SourceRequest(uri, state.etag(), state.lastModified());
  }

  boolean isConditional() {
    return etag != null || lastModified != null;
  }
}
