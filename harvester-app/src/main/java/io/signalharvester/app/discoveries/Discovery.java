/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scored artifact as clients see it (specification, http-api 2.2). What was not classified yet is
 * null or empty.
 */
public record Discovery(
    long id,
    long artifactId,
    String artifactType,
    String source,
    String sourceId,
    @Nullable String title,
    @Nullable String text,
    @Nullable String url,
    @Nullable Instant publishedAt,
    double novelty,
    double emergence,
    double obscurity,
    double crossSource,
    double expertSignal,
    double discoveryScore,
    double baseScore,
    String algorithmVersion,
    Instant computedAt,
    @Nullable String category,
    @Nullable String sentiment,
    @Nullable Integer urgency,
    List<String> tags,
    List<String> topics,
    List<String> authors,
    @Nullable String reasoning,
    Instant createdAt,
    Instant updatedAt) {}
