/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Settings: their names, rules and defaults, and the records that the rest of the application
 * receives.
 */
@NullMarked
package io.signalharvester.app.config;

import org.jspecify.annotations.NullMarked;
