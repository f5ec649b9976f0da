/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import org.jspecify.annotations.Nullable;

/**
 * Secrets of the HTTP API.
 *
 * @param apiKey the bootstrap key; null means that no key is good
 * @param cursorSecret signs cursors; present whenever the mode is serve
 * @param signingMaster what the token of probes is derived from; null means that no probe is known
 */
public record AccessSettings(
    @Nullable Secret apiKey, @Nullable Secret cursorSecret, @Nullable Secret signingMaster) {}
