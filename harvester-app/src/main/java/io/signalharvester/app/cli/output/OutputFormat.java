/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli.output;

/** The forms in which a command can answer. */
public enum OutputFormat {
  /** Columns for people. */
  TABLE,
  /** One JSON document on one line. */
  JSON,
  /** The same document as YAML. */
  YAML,
  /** The rows of the answer with all their fields (RFC 4180). */
  CSV
}
