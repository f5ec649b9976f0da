/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import java.util.List;

/**
 * Thrown when settings are wrong; the message names each wrong one, its rule and the remedy, and no
 * secret.
 */
public final class InvalidSettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidSettingsException(List<String> problems) {
    super(String.join("; ", problems) + ".");
  }
}
