/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
/** The Hacker News client: lists of ids, items, and the reader of their JSON and HTML. */
@NullMarked
package io.signalharvester.app.sources.hackernews;

import org.jspecify.annotations.NullMarked;
