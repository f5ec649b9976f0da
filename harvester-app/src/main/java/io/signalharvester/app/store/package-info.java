/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Connections to PostgreSQL and Redis: how they are opened, pooled and bounded; no SQL of a
 * feature.
 */
@NullMarked
package io.signalharvester.app.store;

import org.jspecify.annotations.NullMarked;
