/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** How many rows the tables of each part of the service have. */
@NullMarked
package io.signalharvester.app.stats;

import org.jspecify.annotations.NullMarked;
