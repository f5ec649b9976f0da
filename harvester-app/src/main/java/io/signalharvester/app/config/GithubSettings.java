/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How GitHub is asked.
 *
 * @param enabled whether it is asked at all
 * @param baseUrl server, without the path of a call; the only one that gets the token
 * @param token proves who asks; null: GitHub is asked as nobody, which it allows, though seldom
 * @param topics topics whose repositories are searched, at most 50
 * @param organisations logins of organisations whose repositories are read, at most 50
 * @param stars a repository that a search finds must have more than these, 0 to 1,000,000
 * @param lookBack how far back the first run reads pushes, and every run releases, 1 h to 366 d
 * @param pageSize entries asked for in one call, 1 to 100
 * @param maxArtifacts most artifacts of one stream and run, 1 to 2,000
 * @param contributors most new repositories of one stream and run whose contributors are asked for,
 *     0 to 100; none without a token
 * @param budgetPerHour most calls but searches in an hour of all processes together, 1 to 15,000;
 *     without a token at most 60
 * @param searchesPerMinute most searches in a minute of all processes together, 1 to 30; without a
 *     token at most 10
 */
public record GithubSettings(
    boolean enabled,
    URI baseUrl,
    @Nullable Secret token,
    List<String> topics,
    List<String> organisations,
    int stars,
    Duration lookBack,
    int pageSize,
    int maxArtifacts,
    int contributors,
    int budgetPerHour,
    int searchesPerMinute) {}
