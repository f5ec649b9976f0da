/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import java.net.URI;
import java.time.Duration;

/**
 * How Hacker News is asked.
 *
 * @param enabled whether it is asked at all
 * @param baseUrl server, without the path of a call
 * @param maxItems items of the top list that are read in each run, 1 to 500
 * @param maxArtifacts most items of the list of new ones that are read in one run, 1 to 500
 * @param comments most comments that are read of each item of the top list, 0 to 30
 * @param lookBack how far back the first run reads new items, 1 h to 366 d
 * @param budgetPerDay most calls in 24 hours of all processes together, 1 to 100,000
 */
public record HackerNewsSettings(
    boolean enabled,
    URI baseUrl,
    int maxItems,
    int maxArtifacts,
    int comments,
    Duration lookBack,
    int budgetPerDay) {}
