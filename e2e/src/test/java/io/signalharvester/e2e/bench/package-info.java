/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Measurements behind `./mvnw -Pbench -Dbench=NAME`: one class a name, and the form in which a
 * result is kept.
 */
@NullMarked
package io.signalharvester.e2e.bench;

import org.jspecify.annotations.NullMarked;
