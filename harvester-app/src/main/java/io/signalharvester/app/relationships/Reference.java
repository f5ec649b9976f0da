/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.relationships;

import java.util.Locale;

/**
 * The name of a work, in its one normal form: an arXiv id without version and subject class, a DOI
 * or {@code owner/repository} of GitHub in lower case.
 *
 * @param kind what it names
 * @param id the normal form
 */
record Reference(Kind kind, String id) {

  /** What a reference names. */
  enum Kind {
    ARXIV,
    DOI,
    GITHUB;

    /** Returns the name in keys. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the text that stands for it where references are kept, such as {@code doi:10.1/x}. */
  String key() {
    return kind.label() + ":" + id;
  }
}
