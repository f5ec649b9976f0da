/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

/** The least level that is logged. */
public enum LogLevel {
  /** Everything. */
  TRACE,
  /** Details for a developer. */
  DEBUG,
  /** What happened. */
  INFO,
  /** What needs an eye. */
  WARN,
  /** What failed. */
  ERROR
}
