/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.util.Locale;

/** How a source stands after a run (specification, sources 1). */
public enum SourceState {
  /** It was read. */
  OK,
  /** The settings switch it off. */
  DISABLED,
  /** It needs a token and has none. */
  NO_TOKEN,
  /** Its budget is spent, or it asked for a pause. */
  LIMITED,
  /** It failed so often that it is left alone for a while. */
  CIRCUIT_OPEN,
  /** It could not be read. */
  ERROR;

  /** Returns the name as it stands in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
