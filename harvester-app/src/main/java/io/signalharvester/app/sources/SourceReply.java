/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * A good answer of a source.
 *
 * @param type media type with its charset, or null when the source sent none that makes sense
 * @param body the bytes, at most {@link SourceHttp#MOST_BYTES}
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Nobody compares answers, and a copy of 16 MB would cost.
public record SourceReply(@Nullable MediaType type, byte[] body) {}
