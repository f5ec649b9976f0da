/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a stream between two runs.
 *
 * @param position how far it was stored; null before the first page
 * @param etag mark of the last answer, for a conditional request; null when there was none
 * @param lastModified time of the last answer as the source wrote it; null when there was none
 */
public record StreamState(
    @Nullable StreamPosition position, @Nullable String etag, @Nullable String lastModified) {

  private static final int MOST = 1_024;

  /** The state of a stream that was never read. */
  public static final StreamState NEW = new StreamState(null, null, null);

  /** Drops marks that are too long to be sent back. */
  public StreamState {
    etag = etag == null || etag.length() > MOST ? null : etag;
    lastModified = lastModified == null || lastModified.length() > MOST ? null : lastModified;
  }

  /** Returns the same marks with another position. */
  public StreamState at(StreamPosition moved) {
    return new StreamState(moved, etag, lastModified);
  }

  /** Returns the same position with the marks of an answer. */
  public StreamState marked(@Nullable String newEtag, @Nullable String newLastModified) {
    return new StreamState(position, newEtag, newLastModified);
  }
}
