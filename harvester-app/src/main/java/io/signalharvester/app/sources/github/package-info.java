/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The GitHub client: searches by topic, repositories of organisations, releases and contributors,
 * and the readers of its JSON.
 */
@NullMarked
package io.signalharvester.app.sources.github;

import org.jspecify.annotations.NullMarked;
