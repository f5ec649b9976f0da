/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Runs of pipelines put together from the settings: what they read, which stages they have and what
 * they need open meanwhile.
 */
@NullMarked
package io.signalharvester.app.harvest;

import org.jspecify.annotations.NullMarked;
