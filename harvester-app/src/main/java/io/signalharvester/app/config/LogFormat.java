/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

/** How a log line looks. */
public enum LogFormat {
  /** One JSON document a line. */
  JSON,
  /** A line for people. */
  CONSOLE
}
