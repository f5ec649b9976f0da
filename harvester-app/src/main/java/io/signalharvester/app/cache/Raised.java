/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cache;

import io.signalharvester.app.web.CacheClass;
import java.util.Optional;

/**
 * What replicas hear when a generation was raised.
 *
 * @param type the class
 * @param generation its number from now on
 * @param event why
 */
record Raised(CacheClass type, long generation, CacheEvent event) {

  String text() {
    return type + " " + generation + " " + event;
  }

  /** Reads a message; empty for one that another version wrote in another form. */
  static Optional<Raised> of(String text) {
    String[] parts = text.split(" ", -1);
    try {
      return parts.length == 3
          ? Optional.of(
              new Raised(
                  CacheClass.valueOf(parts[0]),
                  Long.parseLong(parts[1]),
                  CacheEvent.valueOf(parts[2])))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
