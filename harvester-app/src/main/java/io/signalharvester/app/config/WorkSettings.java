/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import org.jspecify.annotations.Nullable;

/**
 * Background work.
 *
 * @param revision the revision that this process is of; null when nobody told
 */
public record WorkSettings(@Nullable String revision) {}
