/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A topic as clients see it (specification, http-api 2.2).
 *
 * @param id its id
 * @param name its name
 * @param taxonomyPath such as {@code ai/ml/llms}, or null
 * @param description one sentence, or null
 * @param artifactCount artifacts of the days that were asked for; of all days in the plain list
 * @param avgDiscoveryScore their mean score, 0 to 100, rounded to 4 decimals; null when none has
 *     one
 * @param createdAt when it was made
 * @param updatedAt when it last changed
 */
public record Topic(
    long id,
    String name,
    @Nullable String taxonomyPath,
    @Nullable String description,
    long artifactCount,
    @Nullable Double avgDiscoveryScore,
    Instant createdAt,
    Instant updatedAt) {}
