/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * How the answers of commands are printed: as a table for people, and as JSON, YAML and CSV for
 * programs. Nothing here knows what an answer is about.
 */
@NullMarked
package io.signalharvester.app.cli.output;

import org.jspecify.annotations.NullMarked;
