/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator.observe;

import java.util.Map;
import java.util.TreeMap;

/** What is known of a Secret that a resource names. */
public sealed interface NamedSecret {

  /**
   * It is there.
   *
   * @param values decoded values by their keys; never to be shown
   * @param watched its changes are seen at once
   */
  record Present(Map<String, String> values, boolean watched) implements NamedSecret {
    public Present {
      values = new TreeMap<>(values);
    }

    /** Names the keys only. */
    @Override
    public String toString() {
      return "Present" + values.keySet();
    }
  }

  /** It is not there. */
  record Absent() implements NamedSecret {}

  /** It is not watched, and this pass can do without. */
  record Unread() implements NamedSecret {}
}
