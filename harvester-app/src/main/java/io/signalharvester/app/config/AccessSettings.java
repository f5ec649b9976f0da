/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import org.jspecify.annotations.Nullable;

/**
 * Secrets of the HTTP API.
 *
 * @param apiKey the bootstrap key; null means that no key is good
 * @param cursorSecret signs cursors; present whenever the mode is serve
 */
public record AccessSettings(@Nullable Secret apiKey, @Nullable Secret cursorSecret) {}
