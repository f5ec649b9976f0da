/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import org.jspecify.annotations.Nullable;

/**
 * How a client names a topic (specification, http-api 1.1): digits alone are an id; everything else
 * is an exact name or taxonomy path. A topic whose name is digits alone is reached by its path.
 *
 * @param text what the client wrote
 * @param id the id that it is, or null
 */
public record TopicRef(String text, @Nullable Long id) {

  /** Most characters of a name or path. */
  public static final int MOST_CHARACTERS = 256;

  private static final int MOST_DIGITS = 18;

  /** Returns the reference that a text of 1 to 256 characters is. */
  public static TopicRef of(String text) {
    return text.length() <= MOST_DIGITS && text.matches("[0-9]+")
        ? new TopicRef(text, Long.parseLong(text))
        : new TopicRef(text, null);
  }
}
