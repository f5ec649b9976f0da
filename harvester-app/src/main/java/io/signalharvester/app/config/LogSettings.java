/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

/**
 * How logs are written.
 *
 * @param format their form
 * @param level the least level that is written
 * @param environment where the process runs, as a field of JSON lines
 */
public record LogSettings(LogFormat format, LogLevel level, String environment) {}
