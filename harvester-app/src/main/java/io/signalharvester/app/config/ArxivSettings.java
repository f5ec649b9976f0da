/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How arXiv is asked.
 *
 * @param enabled whether it is asked at all
 * @param baseUrl server, without the path of the query
 * @param categories categories whose newest papers are fetched, at least one
 * @param lookBack how far back the first run reads, 1 h to 366 d
 * @param pageSize papers asked for in one call, 1 to 200
 * @param maxArtifacts most papers of one run, 1 to 2000
 * @param spacing least time between two calls of all processes together, 0 to 60 s
 * @param budgetPerDay most calls in 24 hours of all processes together, 1 to 100,000
 */
public record ArxivSettings(
    boolean enabled,
    URI baseUrl,
    List<String> categories,
    Duration lookBack,
    int pageSize,
    int maxArtifacts,
    Duration spacing,
    int budgetPerDay) {}
