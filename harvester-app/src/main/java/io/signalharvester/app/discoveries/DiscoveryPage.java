/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the list.
 *
 * @param items the rows
 * @param nextCursor where the next page starts, or null on the last
 * @param hasMore whether there is a next page
 */
record DiscoveryPage(List<Discovery> items, @Nullable String nextCursor, boolean hasMore) {}
