/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One item as a source gave it, before it is stored. Its texts are other people's and prove
 * nothing.
 *
 * @param source name of the source
 * @param externalId its id there, without version, at most 128 characters
 * @param type kind of item, such as {@code preprint}
 * @param title its title
 * @param content its text
 * @param url where a person can read it
 * @param publishedAt when it was published
 * @param engagement reactions at the source, at least 0
 * @param authors names of its authors, in order
 * @param metadata further facts by name; values are texts or lists of texts
 */
public record RawArtifact(
    String source,
    String externalId,
    String type,
    String title,
    String content,
    String url,
    Instant publishedAt,
    int engagement,
    List<String> authors,
    Map<String, Object> metadata) {}
