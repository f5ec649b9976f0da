/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import java.nio.charset.StandardCharsets;

/**
 * A value that must never be shown: it prints as stars wherever it is logged or joined into a text.
 *
 * @param value the clear text
 */
public record Secret(String value) {

  /** Returns the clear text as UTF-8 bytes. */
  public byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "****";
  }
}
