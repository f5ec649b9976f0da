/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * A good answer of a source.
 *
 * @param status 200, or 304 when a conditional request found nothing new
 * @param headers its headers
 * @param body the bytes, at most {@link SourceHttp#MOST_BYTES}; none with 304
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Nobody compares answers, and a copy of 16 MB would cost.
public record SourceReply(int status, HttpHeaders headers, byte[] body) {

  /** Returns whether nothing changed, so that there is nothing to read. */
  public boolean notModified() {
    return status == 304;
  }

  /** Returns the media type with its charset, or null when there is none that makes sense. */
  public @Nullable MediaType type() {
    try {
      return headers.getContentType();
    } catch (InvalidMediaTypeException e) {
      return null;
    }
  }

  /** Returns the first header of that name, in any letter case. */
  public @Nullable String header(String name) {
    return headers.getFirst(name);
  }

  /** Returns the state with the marks of this answer. */
  public StreamState mark(StreamState state) {
    return state.marked(header(HttpHeaders.ETAG), header(HttpHeaders.LAST_MODIFIED));
  }
}
