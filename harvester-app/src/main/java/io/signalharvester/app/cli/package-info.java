/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The command line: one class per command, exit codes, and the last sentence of a process that
 * fails.
 */
@NullMarked
package io.signalharvester.app.cli;

import org.jspecify.annotations.NullMarked;
